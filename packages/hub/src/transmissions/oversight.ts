import type { Queries } from '../platform/database.js';
import { Problem } from '../platform/problem.js';
import { bucketOf } from './bucket.js';
import { presentTransmission, type StoredTransmission, TRANSMISSION_COLUMNS } from './store.js';

/** What an operator sees of a transmission: who, what kind, when and how far; neither names of files nor content. */
function present(row: StoredTransmission) {
  const { fileNames, ...transmission } = presentTransmission(row);
  return { ...transmission, fileCount: fileNames.length };
}

export interface OversightFilter {
  readonly officeNumber: string;
  readonly month?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** A page of what an office sent and received, newest first; the cursor is the last one's id. */
export async function overseeOffice(queries: Queries, { officeNumber, month, cursor, limit }: OversightFilter) {
  const rows = await queries.query<StoredTransmission>(
    `select ${TRANSMISSION_COLUMNS} from transmissions t
      where (t.sender_office = $1 or t.recipient_office = $1) and ($2::text is null or t.service_month = $2)
        and ($3::uuid is null or (t.submitted_at, t.id) <
          (select submitted_at, id from transmissions c where c.bucket = $4::date and c.id = $3))
      order by t.submitted_at desc, t.id desc limit $5`,
    [officeNumber, month ?? null, cursor ?? null, cursor ? bucketOf(cursor) : null, limit + 1],
  );
  const items = rows.slice(0, limit).map(present);
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** One transmission of whichever office, with the partition it lies in; throws MSB-NOT-FOUND. */
export async function oversee(queries: Queries, id: string) {
  const [row] = await queries.query<StoredTransmission>(
    `select ${TRANSMISSION_COLUMNS} from transmissions t where t.bucket = $1 and t.id = $2`,
    [bucketOf(id), id],
  );
  if (!row) throw new Problem('MSB-NOT-FOUND');
  return { bucket: row.bucket, transmission: present(row) };
}

/** The signed manifest: names, sizes and digests, for an inquiry that both offices hear of. Never the payload. */
export async function recordOf(queries: Queries, id: string): Promise<{ manifest: string; signature: string }> {
  const [row] = await queries.query<{ manifest: Buffer; signature: Buffer }>(
    'select manifest, signature from transmissions where bucket = $1 and id = $2',
    [bucketOf(id), id],
  );
  if (!row) throw new Problem('MSB-NOT-FOUND');
  return { manifest: row.manifest.toString('base64'), signature: row.signature.toString('base64') };
}
