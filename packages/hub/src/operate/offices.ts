import type { OfficeDetail, OperatorOffice, OperatorPerson } from '@musubi/contract';
import { certificatesOf } from '../certificates/index.js';
import { type Office, officeUserId, predecessorsOf, requireOffice } from '../offices/index.js';
import { type Account, isAtWork, listAccounts, presentAccount } from '../people/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const RECENT_DAYS = 31;
const iso = (date: Date | null) => date?.toISOString() ?? null;

export function presentOffice(office: Office): OperatorOffice {
  return {
    ...office,
    serviceTypes: [...office.serviceTypes],
    officeUserId: officeUserId(office.officeNumber),
    licensedUntil: iso(office.licensedUntil),
    registeredAt: office.registeredAt.toISOString(),
    closedAt: iso(office.closedAt),
    fetchUntil: iso(office.fetchUntil),
  };
}

export function presentAnyPerson(account: Account, officeName: string, now: Date): OperatorPerson {
  return { ...presentAccount(account, now), officeNumber: account.officeNumber, officeName };
}

/** Everything an operator needs to help an office, short of what it sends. */
export async function officeDetail({ database, now }: Context, officeNumber: string): Promise<OfficeDetail> {
  const office = await requireOffice(database, officeNumber);
  const accounts = await listAccounts(database, officeNumber);
  const signedIn = accounts.flatMap(({ lastSignedInAt }) => lastSignedInAt?.getTime() ?? []);
  return {
    office: presentOffice(office),
    isAtWork: await isAtWork(database, officeNumber),
    people: accounts.map((account) => presentAnyPerson(account, office.name, now())),
    terminals: await terminalsOf(database, officeNumber),
    certificates: await certificatesOf(database, officeNumber),
    predecessors: await predecessorsOf(database, officeNumber),
    lastSignedInAt: signedIn.length > 0 ? new Date(Math.max(...signedIn)).toISOString() : null,
    ...(await dealingsOf(database, officeNumber, new Date(now().getTime() - RECENT_DAYS * DAY_MS))),
  };
}

async function terminalsOf(queries: Queries, officeNumber: string): Promise<OfficeDetail['terminals']> {
  const rows = await queries.query<{ name: string; firstSeenAt: Date; lastSeenAt: Date }>(
    `select name, first_seen_at as "firstSeenAt", last_seen_at as "lastSeenAt" from terminals
      where office_number = $1 order by last_seen_at desc limit 100`,
    [officeNumber],
  );
  return rows.map(({ name, firstSeenAt, lastSeenAt }) => ({
    name,
    firstSeenAt: firstSeenAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
  }));
}

type Dealings = Pick<OfficeDetail, 'sentLast31Days' | 'receivedLast31Days' | 'waiting'>;

async function dealingsOf(queries: Queries, officeNumber: string, since: Date): Promise<Dealings> {
  const [row] = await queries.query<Dealings>(
    `select (select count(*) from transmissions where sender_office = $1 and submitted_at >= $2) as "sentLast31Days",
            (select count(*) from transmissions where recipient_office = $1 and submitted_at >= $2) as "receivedLast31Days",
            (select count(*) from transmissions where recipient_office = $1 and delivery = 'consigned') as waiting`,
    [officeNumber, since],
  );
  return row ?? { sentLast31Days: 0, receivedLast31Days: 0, waiting: 0 };
}
