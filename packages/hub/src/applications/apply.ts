import type { AuditAction, MailOutcome, NewApplication } from '@musubi/contract';
import { SERVICE_TYPES } from '@musubi/standard';
import { recordAudit } from '../audit/index.js';
import { dayOf, requireOffer } from '../licences/index.js';
import { newClaimCode } from '../people/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import type { MailText } from '../platform/mail.js';
import { postMail } from '../platform/post-mail.js';
import { Problem } from '../platform/problem.js';
import { hashToken, newToken } from '../sessions/index.js';
import { confirmationMail, linkMail } from './mails.js';
import { countByMail, requireByNumber, type StoredApplication, unusedNumber } from './store.js';

const HOUR_MS = 60 * 60 * 1000;
/** Until an unopened link ends, and until an opened one or that of a decision does. */
const UNCONFIRMED_MS = 24 * HOUR_MS;
export const OPENED_MS = 14 * 24 * HOUR_MS;
const MOST_PER_MAIL = 3;

/** What every room function here needs beside the context: where the hub's screens are. */
export type PublicUrl = () => string;

/**
 * A new link for an application; the one before it ends. `shownTo` is the operator who hands it over. The token travels in
 * the fragment, which no server sees.
 */
export async function makeLink(
  queries: Queries,
  publicUrl: PublicUrl,
  applicationNumber: string,
  until: Date,
  shownTo: string | null = null,
): Promise<string> {
  const token = newToken();
  await queries.query(
    'update applications set token_hash = $2, token_expires_at = $3, link_shown_to = $4 where application_number = $1',
    [applicationNumber, hashToken(token), until, shownTo],
  );
  return `${publicUrl()}/apply/status#${token}`;
}

/**
 * Takes an application. The answer is the same whether or not the office is known, takes part or has applied before:
 * what the hub knows is told only to who opens the link.
 */
export async function apply(
  context: Context,
  publicUrl: PublicUrl,
  body: NewApplication,
): Promise<{ applicationNumber: string; mail: MailOutcome; claimCode: string }> {
  const { database, now, settings } = context;
  const unknown = body.serviceTypes.find((type) => !SERVICE_TYPES.has(type));
  if (unknown) throw new Problem('MSB-APPLICATION-SERVICE', { reason: unknown });
  const at = now();
  const isMailed = settings.smtpUrl !== null;
  const claimCode = await newClaimCode();
  const { applicationNumber, link } = await database.transaction(async (queries) => {
    await requireFew(queries, body.mailAddress, at);
    const today = dayOf(at);
    await requireOffer(queries, body.campaignCode, { today, startsOn: today, officeNumber: null });
    const number = await unusedNumber(queries);
    await insert(queries, { number, claimCodeHash: claimCode.hash, isMailed }, body, at);
    const audit = { at, actor: 'applicant', officeNumber: body.officeNumber };
    await recordAudit(queries, { ...audit, action: 'application.made', subjectType: 'application', subjectId: number });
    const until = new Date(at.getTime() + UNCONFIRMED_MS);
    return { applicationNumber: number, link: isMailed ? await makeLink(queries, publicUrl, number, until) : '' };
  });
  const mail = confirmationMail({ applicationNumber, officeNumber: body.officeNumber }, link);
  return { applicationNumber, mail: await postMail(context, body.mailAddress, mail), claimCode: claimCode.code };
}

/** A mail address is not written to again and again; the lock makes tries of the same address wait for each other. */
async function requireFew(queries: Queries, mailAddress: string, at: Date): Promise<void> {
  await queries.query('select pg_advisory_xact_lock(hashtext($1))', [`application ${mailAddress}`]);
  const since = new Date(at.getTime() - HOUR_MS);
  if ((await countByMail(queries, mailAddress, since)) >= MOST_PER_MAIL) throw new Problem('MSB-REQUEST-TOO-MANY');
}

async function insert(
  queries: Queries,
  { number, claimCodeHash, isMailed }: { number: string; claimCodeHash: string; isMailed: boolean },
  body: NewApplication,
  at: Date,
) {
  await queries.query(
    `insert into applications (application_number, state, office_number, office_name, corporation_name, service_types, contact_name,
       mail_address, phone, campaign_code, waits_because, applied_at, claim_code_hash)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      number,
      isMailed ? 'unconfirmed' : 'waiting',
      body.officeNumber,
      body.officeName,
      body.corporationName,
      [...new Set(body.serviceTypes)],
      body.contactName,
      body.mailAddress,
      body.phone,
      body.campaignCode,
      isMailed ? null : 'mail-off',
      at,
      claimCodeHash,
    ],
  );
}

/** Sends the link again. The answer is the same when there is no such application; a failure is logged. */
export async function sendLinkAgain(
  context: Context,
  publicUrl: PublicUrl,
  { applicationNumber, mailAddress }: { applicationNumber: string; mailAddress: string },
): Promise<{ mail: MailOutcome }> {
  const { database, now, settings } = context;
  if (!settings.smtpUrl) return { mail: 'off' };
  const mail = await database.transaction(async (queries): Promise<MailText | null> => {
    const [found] = await queries.query(
      'select 1 from applications where application_number = $1 and mail_address = $2',
      [applicationNumber, mailAddress],
    );
    if (!found) return null;
    const row = await requireByNumber(queries, applicationNumber);
    const at = now();
    const lifetime = row.state === 'unconfirmed' ? UNCONFIRMED_MS : OPENED_MS;
    const link = await makeLink(queries, publicUrl, applicationNumber, new Date(at.getTime() + lifetime));
    await recordStep(queries, at, 'applicant', row, 'application.link-sent');
    return linkMail(row, link);
  });
  if (mail) await postMail(context, mailAddress, mail);
  return { mail: 'sent' };
}

/** One audit row about an application. */
export async function recordStep(
  queries: Queries,
  at: Date,
  actor: string,
  { applicationNumber, officeNumber }: Pick<StoredApplication, 'applicationNumber' | 'officeNumber'>,
  action: AuditAction,
  detail: string | null = null,
): Promise<void> {
  const subject = { subjectType: 'application', subjectId: applicationNumber };
  await recordAudit(queries, { at, actor, officeNumber, action, ...subject, detail });
}
