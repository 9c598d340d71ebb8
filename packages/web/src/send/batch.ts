import type { DraftAttachment } from '@musubi/client';
import type { FoundOffice } from '@musubi/contract';
import type { Attachment } from '@musubi/evidence';
import { officeNumberRemark } from '@musubi/standard';
import type { CheckedUnit } from '../check/checker-api.js';

/** An attachment of a draft: its bytes, or where they lie until somebody needs them. */
export interface BatchAttachment {
  readonly name: string;
  readonly mediaType: string;
  readonly size: number | null;
  readonly bytes: Uint8Array | null;
  readonly partId: string | null;
}

/** What became of sending a row. */
export interface RowResult {
  /** repeated: the same content had been sent before; it is done. */
  readonly state: 'sending' | 'accepted' | 'repeated' | 'waiting' | 'refused';
  readonly reason: string | null;
  /** The transmission that the row could replace, where it was refused because of that. */
  readonly earlier?: string | undefined;
}

/** What a person adds to a row; kept by the row's key while files come and go. */
export interface RowEdit {
  /** Null: the message for all. */
  readonly message: string | null;
  readonly attachments: readonly BatchAttachment[];
  readonly leftOut: boolean;
  readonly supersedes: string | null;
}

/** A row without standard files: attachments or a message for a partner. */
export interface LetterRow {
  readonly key: string;
  readonly office: FoundOffice;
  readonly serviceType: string;
}

/** Everything a person prepares on the screen besides the standard files themselves. */
export interface Batch {
  readonly message: string;
  readonly attachments: readonly BatchAttachment[];
  readonly edits: Readonly<Record<string, RowEdit>>;
  readonly letters: readonly LetterRow[];
}

export const EMPTY_BATCH: Batch = { message: '', attachments: [], edits: {}, letters: [] };
export const NO_EDIT: RowEdit = { message: null, attachments: [], leftOut: false, supersedes: null };

/** The recipient of a row, as far as the hub knows it. */
export type Recipient =
  | { readonly state: 'asking' }
  | { readonly state: 'unknown' }
  | { readonly state: 'offline' }
  | { readonly state: 'known'; readonly office: FoundOffice };

/** One recipient as the screen shows it. */
export interface Row {
  readonly key: string;
  readonly unit: CheckedUnit | null;
  readonly officeNumber: string;
  readonly serviceType: string | null;
  readonly recipient: Recipient;
  readonly edit: RowEdit;
  readonly message: string;
  readonly attachments: readonly BatchAttachment[];
  /** Why the row can't be sent as it is; null when it can. */
  readonly trouble: string | null;
  /** Why its number may be a slip of the hand; null when nothing speaks for it. */
  readonly remark: string | null;
  readonly result: RowResult | null;
}

/** Whether two states of one row are the same to the eye. */
export function looksSame(a: Row, b: Row): boolean {
  const keys = ['unit', 'recipient', 'edit', 'message', 'trouble', 'remark', 'result'] as const;
  return keys.every((key) => a[key] === b[key]) && a.attachments.length === b.attachments.length;
}

/** Rows of a batch: one per sending unit, then those without files. */
export function rowsOf(
  units: readonly CheckedUnit[],
  batch: Batch,
  recipients: ReadonlyMap<string, Recipient>,
  results: Readonly<Record<string, RowResult>>,
  { ownOffice, partners }: { ownOffice: string; partners: readonly Pick<FoundOffice, 'officeNumber' | 'name'>[] },
): Row[] {
  const finish = (row: Pick<Row, 'key' | 'unit' | 'officeNumber' | 'serviceType' | 'recipient'>): Row => {
    const edit = batch.edits[row.key] ?? NO_EDIT;
    const message = edit.message ?? batch.message;
    const attachments = [...batch.attachments, ...edit.attachments];
    const whole = { ...row, edit, message, attachments, result: results[row.key] ?? null };
    const isRegistered = row.recipient.state !== 'unknown';
    const remark = row.officeNumber === ownOffice ? null : officeNumberRemark(row.officeNumber, partners, isRegistered);
    return { ...whole, trouble: troubleOf(whole, ownOffice), remark };
  };
  return [
    ...units.map((unit) =>
      finish({
        key: unit.key,
        unit,
        officeNumber: unit.recipient.officeNumber,
        serviceType: unit.recipient.serviceType,
        recipient: recipients.get(unit.recipient.officeNumber) ?? { state: 'asking' },
      }),
    ),
    ...batch.letters.map(({ key, office, serviceType }) =>
      finish({
        key,
        unit: null,
        officeNumber: office.officeNumber,
        serviceType,
        recipient: { state: 'known', office },
      }),
    ),
  ];
}

type Judged = Omit<Row, 'trouble' | 'remark'>;

function troubleOf({ unit, recipient, message, attachments, officeNumber }: Judged, ownOffice: string): string | null {
  if (unit?.findings.some(({ severity }) => severity === 'error')) return 'エラーを直すと送れます。';
  if (unit && unit.sender.officeNumber !== ownOffice) {
    return unit.recipient.officeNumber === ownOffice
      ? '自事業所あてのファイルです。受け取ったデータは「ファイル点検」で見られます。'
      : `ほかの事業所（${unit.sender.officeNumber}）から送るファイルです。`;
  }
  if (officeNumber === ownOffice) return '自事業所には送れません。';
  if (recipient.state === 'unknown') return 'Musubi にまだ参加していない事業所です。';
  if (recipient.state === 'known' && !recipient.office.canReceive)
    return 'いま受信できない事業所です（利用申請か証明書の期限切れ）。';
  if (!unit && message.trim() === '' && attachments.length === 0) return 'メッセージか添付を入れてください。';
  return null;
}

/** Whether a row has gone, or goes by itself: it is no longer part of the draft. */
export function isGone({ result }: Pick<Row, 'result'>): boolean {
  return result !== null && result.state !== 'refused';
}

/** Whether pressing the button would send the row. */
export function willSend({ edit, trouble, result, recipient }: Row): boolean {
  return !edit.leftOut && trouble === null && !isGone({ result }) && recipient.state !== 'asking';
}

/** Names of the recipients that don't take part: their files need another way. */
export function outsiders(rows: readonly Row[]): Row[] {
  return rows.filter(({ recipient }) => recipient.state === 'unknown');
}

export function toDraftAttachment({ name, mediaType, partId }: BatchAttachment): DraftAttachment {
  if (!partId) throw new TypeError('attachments are laid beside the draft before it is saved');
  return { name, mediaType, partId };
}

export function fromDraftAttachment({ name, mediaType, partId }: DraftAttachment): BatchAttachment {
  return { name, mediaType, partId, bytes: null, size: null };
}

export function toAttachment({ name, mediaType, bytes }: BatchAttachment): Attachment {
  if (!bytes) throw new TypeError('attachments are loaded before they are sent');
  return { name, mediaType, bytes };
}
