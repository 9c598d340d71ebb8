import type { AuditAction, Campaign, LicenceData } from '@musubi/contract';
import { actorOf, recordAudit } from '../audit/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import type { Caller } from '../platform/http.js';
import { Problem } from '../platform/problem.js';
import { SELECT_LICENCE } from './store.js';

const CAMPAIGN = `code, name, price_yen as "priceYen", ends_on::text as "endsOn", months,
  applies_from::text as "appliesFrom", applies_until::text as "appliesUntil"`;

export function listCampaigns(queries: Queries): Promise<Campaign[]> {
  return queries.query<Campaign>(`select ${CAMPAIGN} from campaigns order by applies_from desc, code`);
}

async function record(queries: Queries, at: Date, caller: Caller, action: AuditAction, code: string): Promise<void> {
  await recordAudit(queries, { at, ...actorOf(caller), action, subjectType: 'campaign', subjectId: code });
}

/** Makes or changes a campaign; licences given under it stay as they are. */
export async function putCampaign({ database, now }: Context, caller: Caller, campaign: Campaign): Promise<Campaign> {
  const { code, name, priceYen, endsOn, months, appliesFrom, appliesUntil } = campaign;
  return database.transaction(async (queries) => {
    await queries.query(
      `insert into campaigns values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (code) do update set name = $2, price_yen = $3, ends_on = $4, months = $5, applies_from = $6, applies_until = $7`,
      [code, name, priceYen, endsOn, months, appliesFrom, appliesUntil],
    );
    await record(queries, now(), caller, 'campaign.put', code);
    return campaign;
  });
}

/** Removes a campaign nobody has used; throws MSB-NOT-FOUND, MSB-CAMPAIGN-USED. */
export async function removeCampaign({ database, now }: Context, caller: Caller, code: string): Promise<void> {
  await database.transaction(async (queries) => {
    const [found] = await queries.query<{ isUsed: boolean }>(
      `select exists (select 1 from licences where campaign_code = code)
           or exists (select 1 from applications where campaign_code = code) as "isUsed"
         from campaigns where code = $1 for update`,
      [code],
    );
    if (!found) throw new Problem('MSB-NOT-FOUND');
    if (found.isUsed) throw new Problem('MSB-CAMPAIGN-USED');
    await queries.query('delete from campaigns where code = $1', [code]);
    await record(queries, now(), caller, 'campaign.removed', code);
  });
}

/** Licences of all offices by their end; `endsBefore` leaves out later ones. */
export async function listLicences(
  queries: Queries,
  { endsBefore, cursor, limit }: { endsBefore?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<{ items: LicenceData[]; next: string | null }> {
  const [, endsOn, id] = /^(\d{4}-\d\d-\d\d) ([0-9a-f-]{36})$/.exec(cursor ?? '') ?? [];
  if (cursor !== undefined && !id)
    throw new Problem('MSB-REQUEST-INVALID', { errors: [{ path: 'query.cursor', message: 'cursor' }] });
  const rows = await queries.query<LicenceData>(
    `${SELECT_LICENCE} where ($1::date is null or l.ends_on < $1) and ($2::date is null or (l.ends_on, l.licence_id) > ($2, $3::uuid))
      order by l.ends_on, l.licence_id limit $4`,
    [endsBefore ?? null, endsOn ?? null, id ?? null, limit + 1],
  );
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? `${last.endsOn} ${last.id}` : null };
}
