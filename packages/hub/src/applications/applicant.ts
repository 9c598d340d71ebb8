import type { ApplicationData, Claim, Handover } from '@musubi/contract';
import { type Certificates, requestCertificate } from '../certificates/index.js';
import { handOver, isAtWork } from '../people/index.js';
import type { Context } from '../platform/context.js';
import { Problem } from '../platform/problem.js';
import { OPENED_MS, recordStep } from './apply.js';
import { decideConfirmed } from './decide.js';
import type { FindRegistered } from './registry.js';
import { presentToApplicant, requireByToken, requireClaim } from './store.js';

/** Shows an application; opening its link for the first time confirms the mail address it was sent to. */
export async function openApplication(
  context: Context,
  findRegistered: FindRegistered,
  token: string,
): Promise<ApplicationData> {
  return context.database.transaction(async (queries) => {
    const at = context.now();
    const row = await requireByToken(queries, token, at);
    if (row.state !== 'unconfirmed') return presentToApplicant(queries, row);
    await queries.query(
      'update applications set mail_confirmed_at = $2, token_expires_at = $3 where application_number = $1',
      [row.applicationNumber, at, new Date(at.getTime() + OPENED_MS)],
    );
    await recordStep(queries, at, 'applicant', row, 'application.mail-confirmed');
    await decideConfirmed(context, queries, row, findRegistered);
    return presentToApplicant(queries, await requireByToken(queries, token, at));
  });
}

/** Requires link and code: somebody with the link alone, from a mail, is nobody yet. Throws MSB-APPLICATION-LINK, -NOT-APPROVED, MSB-CLAIM-CODE-…. */
async function requireApplicant({ database, now }: Context, claim: Claim): Promise<void> {
  const at = now();
  // Before the decision there is nothing to guess at, and a code is not used up by waiting impatiently.
  const { state } = await requireByToken(database, claim.token, at);
  if (state !== 'approved') throw new Problem('MSB-APPLICATION-NOT-APPROVED');
  await requireClaim(database, claim, at);
}

/** Hands over the ids and a first password made this moment, once: the hub itself never had it written down. */
export async function takeOver(context: Context, claim: Claim): Promise<Handover> {
  await requireApplicant(context, claim);
  return context.database.transaction(async (queries) => {
    const at = context.now();
    const row = await requireByToken(queries, claim.token, at);
    if (row.state !== 'approved' || row.accountId === null) throw new Problem('MSB-APPLICATION-NOT-APPROVED');
    if (row.handedOverAt !== null) throw new Problem('MSB-APPLICATION-HANDED-OVER');
    // The holder of the link is the first to come; once somebody has come in, a link makes nobody else one of them (C1).
    if (await isAtWork(queries, row.officeNumber)) throw new Problem('MSB-APPLICATION-HANDED-OVER');
    const handover = await handOver(queries, row.accountId, at);
    await queries.query('update applications set handed_over_at = $2 where application_number = $1', [
      row.applicationNumber,
      at,
    ]);
    await recordStep(queries, at, 'applicant', row, 'application.handed-over', handover.userId);
    return handover;
  });
}

/** The office's first certificate, for a key its browser made; later ones are asked for by people who signed in. */
export async function certify(
  context: Context,
  certificates: Certificates,
  { requestPem, ...claim }: Claim & { readonly requestPem: string },
): Promise<ApplicationData> {
  await requireApplicant(context, claim);
  const { token } = claim;
  return context.database.transaction(async (queries) => {
    const at = context.now();
    const row = await requireByToken(queries, token, at);
    if (row.state !== 'approved') throw new Problem('MSB-APPLICATION-NOT-APPROVED');
    if (row.certificate !== 'none') throw new Problem('MSB-APPLICATION-CERTIFIED');
    const { officeNumber } = row;
    if (await isAtWork(queries, officeNumber)) throw new Problem('MSB-APPLICATION-CERTIFIED');
    await requestCertificate(context, certificates, queries, { officeNumber, requestPem, actor: 'applicant' });
    return presentToApplicant(queries, await requireByToken(queries, token, at));
  });
}
