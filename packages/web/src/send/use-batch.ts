import { judgeAttachment } from '@musubi/client';
import type { FoundOffice } from '@musubi/contract';
import type { InputFile } from '@musubi/standard';
import { useCallback, useState } from 'react';
import { type Batch, type BatchAttachment, EMPTY_BATCH, NO_EDIT, type RowEdit } from './batch.js';

/** Judges files as attachments: those that may travel, and sentences about the others. */
export function judgeAll(files: readonly InputFile[]): { good: BatchAttachment[]; refused: string[] } {
  const good: BatchAttachment[] = [];
  const refused: string[] = [];
  for (const { name, bytes } of files) {
    const verdict = judgeAttachment(name, bytes);
    if ('refused' in verdict) refused.push(`「${name}」は添付できません。${verdict.refused}`);
    else good.push({ ...verdict, size: bytes.length, bytes, partId: null });
  }
  return { good, refused };
}

export interface BatchWork {
  readonly batch: Batch;
  replace(batch: Batch): void;
  setMessage(message: string): void;
  addAttachments(attachments: readonly BatchAttachment[]): void;
  removeAttachment(attachment: BatchAttachment): void;
  edit(key: string, change: Partial<RowEdit>): void;
  addLetter(office: FoundOffice, serviceType: string): string;
  removeLetter(key: string): void;
}

/** What a person adds to the files: messages, attachments, who is left out. */
export function useBatch(): BatchWork {
  const [batch, setBatch] = useState<Batch>(EMPTY_BATCH);
  const change = useCallback((make: (batch: Batch) => Partial<Batch>) => {
    setBatch((current) => ({ ...current, ...make(current) }));
  }, []);
  return {
    batch,
    replace: setBatch,
    setMessage: useCallback((message) => change(() => ({ message })), [change]),
    addAttachments: useCallback(
      (added) => change(({ attachments }) => ({ attachments: [...attachments, ...added] })),
      [change],
    ),
    removeAttachment: useCallback(
      (gone) => change(({ attachments }) => ({ attachments: attachments.filter((one) => one !== gone) })),
      [change],
    ),
    edit: useCallback(
      (key, edit) => change(({ edits }) => ({ edits: { ...edits, [key]: { ...(edits[key] ?? NO_EDIT), ...edit } } })),
      [change],
    ),
    addLetter: useCallback(
      (office, serviceType) => {
        const key = `letter ${office.officeNumber} ${serviceType}`;
        change(({ letters }) => ({
          letters: [...letters.filter((one) => one.key !== key), { key, office, serviceType }],
        }));
        return key;
      },
      [change],
    ),
    removeLetter: useCallback(
      (key) => change(({ letters }) => ({ letters: letters.filter((one) => one.key !== key) })),
      [change],
    ),
  };
}
