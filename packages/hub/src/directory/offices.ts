import type { DirectoryDetail, Edition, OfficeProfile, Pace } from '@musubi/contract';
import { recordAudit } from '../audit/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import { Problem } from '../platform/problem.js';

/** What the ministry's directory says of an office that is open; of several services the first speaks. */
export interface RegisteredOffice {
  readonly officeNumber: string;
  readonly name: string;
  readonly kana: string;
  readonly corporation: string;
  readonly prefecture: string;
  readonly municipality: string | null;
  readonly address: string;
  readonly phone: string;
  readonly fax: string;
  readonly url: string;
  readonly serviceTypes: readonly string[];
}

/** Finds an open office in the ministry's directory; null when it is not there or closed. */
export async function findRegistered(queries: Queries, officeNumber: string): Promise<RegisteredOffice | null> {
  const [row] = await queries.query<RegisteredOffice>(
    `select office_number as "officeNumber", name, kana, corporation, prefecture, municipality, address, phone, fax, url,
            (select array_agg(distinct service_type) from registry_offices where office_number = $1 and closed_at is null) as "serviceTypes"
       from registry_offices where office_number = $1 and closed_at is null order by service_name limit 1`,
    [officeNumber],
  );
  return row ?? null;
}

interface StoredEntry
  extends Omit<DirectoryDetail, 'since' | 'pace' | 'contact' | 'contactHidden' | 'kana' | 'corporation'> {
  readonly registeredAt: Date | null;
  readonly medianHours: number | null;
  readonly showContact: boolean;
}

/** An office as anybody may see it; throws MSB-OFFICE-UNKNOWN. A hidden contact does not leave this function. */
export async function describeOffice({ database, now }: Context, officeNumber: string): Promise<DirectoryDetail> {
  const [entry] = await database.query<StoredEntry>(
    `select e.office_number as "officeNumber", e.name, e.prefecture, e.municipality, e.service_types as "serviceTypes", e.editions,
            coalesce(e.receives_from <= $2 and e.receives_until >= $2, false) as participating, e.registered_at as "registeredAt",
            coalesce(p.show_contact, true) as "showContact", coalesce(p.note, '') as note, t.median_hours as "medianHours"
       from directory_entries e left join office_profiles p using (office_number) left join office_paces t using (office_number)
      where e.office_number = $1 and not e.operates`,
    [officeNumber, now()],
  );
  if (!entry) throw new Problem('MSB-OFFICE-UNKNOWN');
  const { registeredAt, medianHours, showContact, ...row } = entry;
  const listed = await findRegistered(database, officeNumber);
  const contact = listed && { address: listed.address, phone: listed.phone, fax: listed.fax, url: listed.url };
  return {
    ...row,
    kana: listed?.kana ?? '',
    corporation: listed?.corporation ?? '',
    since: row.participating ? (registeredAt?.toISOString() ?? null) : null,
    pace: row.participating && medianHours !== null ? paceOf(medianHours) : null,
    contact: showContact ? contact : null,
    contactHidden: !showContact,
  };
}

/** Hours as words: nobody is measured by the minute. */
export function paceOf(hours: number): Pace {
  if (hours <= 12) return 'sameDay';
  if (hours <= 36) return 'nextDay';
  if (hours <= 84) return 'threeDays';
  return hours <= 180 ? 'week' : 'slower';
}

const DEFAULT_PROFILE: OfficeProfile = { showContact: true, editions: ['4.1'], note: '' };

export async function profileOf(queries: Queries, officeNumber: string): Promise<OfficeProfile> {
  const [row] = await queries.query<{ showContact: boolean; editions: Edition[]; note: string }>(
    'select show_contact as "showContact", editions, note from office_profiles where office_number = $1',
    [officeNumber],
  );
  return row ?? DEFAULT_PROFILE;
}

/** Sets how an office is seen. */
export async function setProfile(
  { database, now }: Context,
  officeNumber: string,
  { showContact, editions, note }: OfficeProfile,
  actor: { readonly actor: string; readonly terminalId?: string | null },
): Promise<OfficeProfile> {
  return database.transaction(async (queries) => {
    await queries.query(
      `insert into office_profiles (office_number, show_contact, editions, note, updated_at) values ($1, $2, $3, $4, $5)
       on conflict (office_number) do update set show_contact = $2, editions = $3, note = $4, updated_at = $5`,
      [officeNumber, showContact, [...new Set(editions)].sort(), note, now()],
    );
    const entry = { at: now(), ...actor, officeNumber, action: 'office.profile-changed' as const };
    await recordAudit(queries, { ...entry, subjectType: 'office', subjectId: officeNumber });
    return profileOf(queries, officeNumber);
  });
}
