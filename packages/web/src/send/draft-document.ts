import type { DraftDocument, DraftHead, DraftRow } from '@musubi/client';
import type { FoundOffice } from '@musubi/contract';
import { UNIT_NAMES } from '@musubi/standard';
import { type Batch, fromDraftAttachment, type LetterRow, NO_EDIT, type Row, toDraftAttachment } from './batch.js';

/** The draft of what the screen holds; attachments must have been laid beside it. */
export function documentOf(batch: Batch, rows: readonly Row[], id: () => string): DraftDocument {
  return {
    message: batch.message,
    attachments: batch.attachments.map(toDraftAttachment),
    rows: rows.map(({ key, unit, officeNumber, serviceType }) => {
      const { message, attachments, leftOut, supersedes } = batch.edits[key] ?? NO_EDIT;
      return {
        id: id(),
        recipient: { officeNumber, serviceType },
        files: unit ? unit.files.map(({ name }) => name) : [],
        message,
        attachments: attachments.map(toDraftAttachment),
        leftOut,
        supersedes,
      };
    }),
  };
}

/** What the list of drafts shows. */
export function headOf(rows: readonly Row[]): Omit<DraftHead, 'document' | 'files'> {
  const names = rows.map(({ recipient, officeNumber }) =>
    recipient.state === 'known' ? recipient.office.name : officeNumber,
  );
  const kinds = [...new Set(rows.map(({ unit }) => (unit ? UNIT_NAMES[unit.kind] : 'メッセージ・添付')))];
  return {
    title: kinds.join('、') || '（ファイルなし）',
    recipients: [...new Set(names)].slice(0, 300),
    months: [...new Set(rows.flatMap(({ unit }) => (unit?.month ? [unit.month] : [])))],
  };
}

/** What the screen holds, from a draft. Rows with files find their unit again by the files' names. */
export function batchOf(document: DraftDocument, keyOfFiles: (names: readonly string[]) => string | null): Batch {
  const edits: Record<string, Batch['edits'][string]> = {};
  const letters: LetterRow[] = [];
  for (const row of document.rows) {
    const key = row.files.length > 0 ? keyOfFiles(row.files) : letterOf(row, letters);
    if (!key) continue;
    edits[key] = {
      message: row.message,
      attachments: row.attachments.map(fromDraftAttachment),
      leftOut: row.leftOut,
      supersedes: row.supersedes,
    };
  }
  return { message: document.message, attachments: document.attachments.map(fromDraftAttachment), edits, letters };
}

function letterOf({ recipient }: DraftRow, letters: LetterRow[]): string {
  const { officeNumber } = recipient;
  const serviceType = recipient.serviceType ?? '';
  const office: FoundOffice = { officeNumber, name: officeNumber, serviceTypes: [serviceType], canReceive: true };
  const key = `letter ${officeNumber} ${serviceType}`;
  letters.push({ key, office, serviceType });
  return key;
}
