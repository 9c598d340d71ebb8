import type { Preferences } from '@musubi/contract';
import { certificatesExpiring } from '../certificates/index.js';
import { type DelegationNews, delegationNews } from '../delegations/index.js';
import { licencesEnding } from '../licences/index.js';
import { noticesForOffice } from '../notices/index.js';
import { findOffices } from '../offices/index.js';
import { mailReadersOf } from '../people/index.js';
import type { Context } from '../platform/context.js';
import type { MailText } from '../platform/mail.js';
import {
  certificateWords,
  delegationWords,
  licenceWords,
  notFetchedWords,
  noticeWords,
  type Unfetched,
} from './templates.js';

const DAY_MS = 24 * 60 * 60_000;
/** Days before an end at which it is told again. */
const STAGES = [7, 30, 60] as const;
const FURTHEST = 60;
/** What was published longer ago is no news for somebody who asks for such mail today. */
const NOTICE_DAYS = 3;

/** Something to remind an office of; `subject` names it, so that each person is told once. */
export interface Fact {
  readonly officeNumber: string;
  readonly subject: string;
  readonly until?: Date;
  readonly unfetched?: Unfetched;
  readonly delegation?: DelegationNews;
  readonly notice?: { readonly title: string; readonly body: string };
}

interface Reminder {
  find(context: Context): Promise<Fact[]>;
  write(context: Context, officeName: string, facts: readonly Fact[], style: Preferences['dateStyle']): MailText;
}

const untilOf = (facts: readonly Fact[], now: Date) => facts[0]?.until ?? now;

/** Every kind of reminder: what there is to tell, and how it is said. */
export const REMINDERS = {
  notFetched: {
    find: findUnfetched,
    write: ({ settings }, officeName, facts, style) =>
      notFetchedWords(
        officeName,
        settings.notFetchedDays,
        facts.flatMap(({ unfetched }) => (unfetched ? [unfetched] : [])),
        style,
      ),
  },
  certificate: {
    find: async (context) => stagesOf(context, await certificatesExpiring(context, FURTHEST)),
    write: ({ now }, officeName, facts, style) => certificateWords(officeName, untilOf(facts, now()), now(), style),
  },
  licence: {
    find: async (context) => stagesOf(context, await licencesEnding(context, FURTHEST)),
    write: ({ now }, officeName, facts, style) => licenceWords(officeName, untilOf(facts, now()), now(), style),
  },
  delegation: {
    find: async (context) =>
      (await delegationNews(context)).map((delegation) => {
        const { officeNumber, subject } = delegation;
        return { officeNumber, subject, delegation };
      }),
    write: ({ now }, officeName, facts, style) =>
      delegationWords(
        officeName,
        facts.flatMap(({ delegation }) => (delegation ? [delegation] : [])),
        now(),
        style,
      ),
  },
  notice: {
    find: findNotices,
    write: (_context, _officeName, facts) => noticeWords(facts.flatMap(({ notice }) => (notice ? [notice] : []))),
  },
} as const satisfies Readonly<Record<string, Reminder>>;

/** What has waited on the hub for some days, once for each side. */
async function findUnfetched({ database, now, settings }: Context): Promise<Fact[]> {
  const rows = await database.query<{
    id: string;
    senderOffice: string;
    senderName: string;
    recipientOffice: string;
    recipientName: string;
    submittedAt: Date;
    expiresAt: Date;
  }>(
    `select t.id, t.sender_office as "senderOffice", s.name as "senderName", t.recipient_office as "recipientOffice",
            r.name as "recipientName", t.submitted_at as "submittedAt", t.expires_at as "expiresAt"
       from transmissions t join offices s on s.office_number = t.sender_office join offices r on r.office_number = t.recipient_office
      where t.delivery = 'consigned' and t.submitted_at <= $1 and t.expires_at > $2 order by t.submitted_at`,
    [new Date(now().getTime() - settings.notFetchedDays * DAY_MS), now()],
  );
  return rows.flatMap(({ id, senderOffice, senderName, recipientOffice, recipientName, submittedAt, expiresAt }) => {
    const at = { submittedAt, expiresAt };
    return [
      {
        officeNumber: senderOffice,
        subject: `${id} sent`,
        unfetched: { side: 'sent', otherName: recipientName, otherOffice: recipientOffice, ...at } as const,
      },
      {
        officeNumber: recipientOffice,
        subject: `${id} received`,
        unfetched: { side: 'received', otherName: senderName, otherOffice: senderOffice, ...at } as const,
      },
    ];
  });
}

/** What ends soon, named by its end and the stage it has reached: each stage is told once. */
function stagesOf({ now }: Context, ending: readonly { officeNumber: string; until: Date }[]): Fact[] {
  return ending.map(({ officeNumber, until }) => {
    const days = (until.getTime() - now().getTime()) / DAY_MS;
    const stage = STAGES.find((one) => days <= one) ?? FURTHEST;
    return { officeNumber, until, subject: `${until.toISOString()} ${stage}` };
  });
}

/** What the operators told lately, for each office with somebody who wants such mail; a notice has its audience. */
async function findNotices({ database, now }: Context): Promise<Fact[]> {
  const since = new Date(now().getTime() - NOTICE_DAYS * DAY_MS).toISOString();
  const readers = await mailReadersOf(database, 'notice', null);
  const offices = await findOffices(database, [...new Set(readers.map(({ officeNumber }) => officeNumber))]);
  const facts: Fact[] = [];
  for (const { officeNumber, serviceTypes } of offices.values()) {
    const notices = await noticesForOffice(database, { officeNumber, serviceTypes }, now());
    for (const { id, title, body, publishedAt } of notices)
      if (publishedAt > since) facts.push({ officeNumber, subject: id, notice: { title, body } });
  }
  return facts;
}
