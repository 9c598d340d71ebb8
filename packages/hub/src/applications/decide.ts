import type { MailOutcome, OperatorApplication } from '@musubi/contract';
import { addLicence, dayOf, requireOffer, setSubscription } from '../licences/index.js';
import { findOffice, insertOffice } from '../offices/index.js';
import { insertAccount } from '../people/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import { postMail } from '../platform/post-mail.js';
import { Problem } from '../platform/problem.js';
import { makeLink, OPENED_MS, type PublicUrl, recordStep } from './apply.js';
import { decisionMail } from './mails.js';
import { type FindRegistered, isSameOffice } from './registry.js';
import { presentToOperator, requireByNumber, type StoredApplication } from './store.js';

const ALREADY =
  'この事業所番号は、すでに利用が始まっています。事業所の管理者に、あなたのユーザを追加するよう頼んでください。管理者が分からないときは、運営者へお問い合わせください。';

/** What happens once the mail address is confirmed: approved, refused, or left to an operator. In the caller's transaction. */
export async function decideConfirmed(
  context: Context,
  queries: Queries,
  row: StoredApplication,
  findRegistered: FindRegistered,
): Promise<void> {
  const at = context.now();
  if (await findOffice(queries, row.officeNumber)) return refuseIn(queries, at, 'system', row, ALREADY);
  const waitsBecause = await reasonToWait(context, queries, row, findRegistered);
  if (waitsBecause === null) return approveIn(queries, at, 'system', row);
  await queries.query("update applications set state = 'waiting', waits_because = $2 where application_number = $1", [
    row.applicationNumber,
    waitsBecause,
  ]);
}

async function reasonToWait(
  { settings }: Context,
  queries: Queries,
  row: StoredApplication,
  findRegistered: FindRegistered,
): Promise<OperatorApplication['waitsBecause']> {
  if (settings.applicationApproval === 'operator') return 'operator';
  const registered = await findRegistered(queries, row.officeNumber);
  if (!registered) return 'not-in-registry';
  return isSameOffice(row, registered) ? null : 'differs-from-registry';
}

/** Office, licence and first administrator come to be together or not at all. Nobody knows the account's password yet. */
async function approveIn(queries: Queries, at: Date, actor: string, row: StoredApplication): Promise<void> {
  const { applicationNumber, officeNumber, campaignCode } = row;
  // What was on offer when they applied counts, however long the decision took.
  const terms = { today: dayOf(row.appliedAt), startsOn: dayOf(at), officeNumber };
  const offer = await requireOffer(queries, campaignCode, terms);
  await insertOffice(
    queries,
    at,
    { officeNumber, name: row.officeName, serviceTypes: row.serviceTypes, licensedUntil: null },
    actor,
  );
  await addLicence(queries, officeNumber, offer, { at, actor, origin: 'application' });
  // Who chose something free is never billed without having said so.
  const automaticRenewal = campaignCode === null;
  await setSubscription(queries, at, officeNumber, { automaticRenewal, cancelledOn: null, reached: null });
  const administrator = {
    officeNumber,
    displayName: row.contactName,
    kind: 'person',
    role: 'administrator',
    addedBy: 'application',
  } as const;
  const { account } = await insertAccount(queries, at, administrator, actor);
  await queries.query(
    `update applications set state = 'approved', waits_because = null, decided_at = $2, decided_by = $3, account_id = $4
      where application_number = $1`,
    [applicationNumber, at, actor, account.accountId],
  );
  await recordStep(queries, at, actor, row, 'application.approved', row.waitsBecause);
}

async function refuseIn(
  queries: Queries,
  at: Date,
  actor: string,
  row: StoredApplication,
  reason: string,
): Promise<void> {
  await queries.query(
    `update applications set state = 'refused', waits_because = null, decided_at = $2, decided_by = $3, refusal_reason = $4
      where application_number = $1`,
    [row.applicationNumber, at, actor, reason],
  );
  await recordStep(queries, at, actor, row, 'application.refused');
}

export interface Decided {
  readonly application: OperatorApplication;
  readonly mail: MailOutcome;
  readonly link: string | null;
}

/** An operator approves, or refuses with a reason; the applicant gets a new link, by mail or through the operator. */
export async function decideByOperator(
  context: Context,
  publicUrl: PublicUrl,
  applicationNumber: string,
  actor: string,
  refusalReason: string | null,
): Promise<Decided> {
  const { database, now } = context;
  const { row, link } = await database.transaction(async (queries) => {
    const before = await requireByNumber(queries, applicationNumber);
    if (before.state === 'approved' || before.state === 'refused') throw new Problem('MSB-APPLICATION-DECIDED');
    const at = now();
    if (refusalReason === null) await approveIn(queries, at, actor, before);
    else await refuseIn(queries, at, actor, before, refusalReason);
    const until = new Date(at.getTime() + OPENED_MS);
    const made = await makeLink(queries, publicUrl, applicationNumber, until);
    return { row: await requireByNumber(queries, applicationNumber), link: made };
  });
  const mail = await postMail(context, row.mailAddress, decisionMail(row, link));
  // The operator who told the applicant the 受取コード does not see a link that opens something: another one hands it over.
  const isShown = mail !== 'sent' && (row.state === 'refused' || row.codeShownTo !== actor);
  if (isShown)
    await database.query('update applications set link_shown_to = $2 where application_number = $1', [
      applicationNumber,
      actor,
    ]);
  return { application: presentToOperator(row), mail, link: isShown ? link : null };
}
