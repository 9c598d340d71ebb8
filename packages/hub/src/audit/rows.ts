import { createHash } from 'node:crypto';

/** The parts of an audit row that are chained, in order; `at` in UTC with six digits of a second, as the database counts. */
export const CHAINED = [
  'at',
  'actor',
  'office_number',
  'terminal_id',
  'action',
  'subject_type',
  'subject_id',
  'outcome',
  'detail',
  'request_id',
] as const;

/** The same as the database says them, as one array of texts. */
export const CHAINED_FIELDS = `array[to_char(a.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), ${CHAINED.slice(
  1,
)
  .map((column) => `a.${column}`)
  .join(', ')}]`;

export type Field = string | null;

/** A time as the database says it. */
export const timeField = (at: Date): string => `${at.toISOString().slice(0, -1)}000Z`;

/** Bytes of a row: each part with its length, so that no two rows have the same bytes. */
export function encodeFields(fields: readonly Field[]): Buffer {
  return Buffer.concat(
    fields.flatMap((field) => {
      const bytes = Buffer.from(field ?? '', 'utf8');
      const head = Buffer.alloc(5);
      head.writeUInt8(field === null ? 0 : 1);
      head.writeUInt32BE(bytes.length, 1);
      return [head, bytes];
    }),
  );
}

/** A row with its place in the chain, as database and copy have it. */
export interface ChainedRow {
  readonly position: number;
  readonly auditId: number;
  readonly fields: readonly Field[];
  /** Null in rows from before rows had one. */
  readonly authentic: Buffer | null;
}

const sha256 = (...parts: readonly Uint8Array[]) =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

export const NO_HEAD = Buffer.alloc(32);

/** The chain's head after a row: SHA-256 of the head before and of the row's own SHA-256. */
export function headAfter(head: Uint8Array, { auditId, fields, authentic }: ChainedRow): Buffer {
  const row = encodeFields([String(auditId), ...fields, authentic?.toString('hex') ?? null]);
  return sha256(head, sha256(row));
}

/** Bytes whose HMAC proves that a row stood at a position. */
export function placeOf(position: number, head: Uint8Array): Buffer {
  const number = Buffer.alloc(8);
  number.writeBigUInt64BE(BigInt(position));
  return Buffer.concat([number, head]);
}
