import type { Transmission, TransmissionQuery } from '@musubi/contract';
import { findOffice } from '../offices/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import type { Caller } from '../platform/http.js';
import { Problem } from '../platform/problem.js';
import { isVisibleTo, presentTransmission, type StoredTransmission, TRANSMISSION_COLUMNS } from './store.js';

const FILTERS: readonly (readonly [
  keyof TransmissionQuery,
  (parameter: string, own: string, other: string) => string,
])[] = [
  ['serviceType', (parameter, own) => `t.${own}_type = ${parameter}`],
  ['partner', (parameter, _own, other) => `t.${other}_office = ${parameter}`],
  ['month', (parameter) => `t.service_month = ${parameter}`],
  ['kind', (parameter) => `t.kind = ${parameter}`],
  ['delivery', (parameter) => `t.delivery = ${parameter}`],
  ['decision', (parameter) => `t.decision = ${parameter}`],
  ['from', (parameter) => `t.submitted_at >= ${parameter}`],
  ['to', (parameter) => `t.submitted_at < ${parameter}`],
];

/** A page of the caller's inbox or sent list, newest first. Recalled ones leave the inbox. */
export async function listTransmissions(
  { database }: Context,
  caller: Caller,
  query: TransmissionQuery & { limit: number },
): Promise<{ items: Transmission[]; next: string | null }> {
  const [own, other] = query.box === 'inbox' ? ['recipient', 'sender'] : ['sender', 'recipient'];
  const values: unknown[] = [await requireReadable(database, caller, query.office)];
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const isAllowed = query.box === 'inbox' ? caller.agent?.mayReceive : caller.agent?.maySend;
  if (isAllowed === false) throw new Problem('MSB-DELEGATION-NOT-ALLOWED');
  const conditions = [`t.${own}_office = $1`, isVisibleTo(caller, parameter)];
  if (query.box === 'inbox' && query.delivery === undefined) conditions.push("t.delivery <> 'recalled'");
  for (const [name, condition] of FILTERS) {
    if (query[name] !== undefined) conditions.push(condition(parameter(query[name]), own ?? '', other ?? ''));
  }
  if (query.unopened) conditions.push("t.opened_at is null and t.delivery in ('consigned', 'handedOver')");
  if (query.cursor !== undefined) {
    const { at, id } = readCursor(query.cursor);
    conditions.push(`(t.submitted_at, t.id) < (${parameter(at)}::timestamptz, ${parameter(id)}::uuid)`);
  }
  const limit = parameter(query.limit + 1);
  const rows = await database.query<StoredTransmission & { exactTime: string }>(
    `select ${TRANSMISSION_COLUMNS}, t.submitted_at::text as "exactTime" from transmissions t where ${conditions.join(' and ')}
      order by t.submitted_at desc, t.id desc limit ${limit}`,
    values,
  );
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  const next =
    rows.length > query.limit && last ? Buffer.from(`${last.exactTime} ${last.id}`).toString('base64url') : null;
  return { items: items.map(presentTransmission), next };
}

/** The office whose boxes are read: the caller's own, or a number whose records it goes on with. */
async function requireReadable(
  queries: Queries,
  { officeNumber }: Caller,
  office: string | undefined,
): Promise<string> {
  if (office === undefined || office === officeNumber) return officeNumber;
  const asked = await findOffice(queries, office);
  if (asked?.successor !== officeNumber) throw new Problem('MSB-NOT-FOUND');
  return office;
}

function readCursor(cursor: string): { at: string; id: string } {
  const match = /^(\d{4}-[\d :.+-]{10,40}) ([0-9a-f-]{36})$/.exec(Buffer.from(cursor, 'base64url').toString());
  if (!match?.[1] || !match[2])
    throw new Problem('MSB-REQUEST-INVALID', { errors: [{ path: 'query.cursor', message: 'cursor' }] });
  return { at: match[1], id: match[2] };
}
