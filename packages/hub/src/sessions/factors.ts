import type { Certificates } from '../certificates/index.js';
import { findOffice, isShut } from '../offices/index.js';
import {
  type Account,
  type CountedTry,
  countSignIn,
  findAccount,
  isDelegationOver,
  isPassword,
} from '../people/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import { AssertionRefused, checkAssertion, type ProvenOffice } from './assertion.js';
import { type Refusal, recordRefusal, refused } from './refusal.js';
import { isToken } from './tokens.js';

/** The claim of somebody who wants in: a person's password, or a machine's secret. */
export interface Claim {
  readonly assertion: string;
  readonly userId: string;
  readonly password: string;
  /** A terminal that has been here before shows its secret. */
  readonly terminal: { readonly id: string; readonly secret?: string | undefined };
}

/** A caller whose certificate and password are right. */
export interface Proven {
  readonly account: Account;
  readonly fingerprint: string;
  readonly counted: CountedTry;
}

/**
 * The two factors every account needs. The certificate is judged first and costs strangers everything: without one of an
 * office nothing is looked up, counted or hashed. With one of another office every answer is that of an id nobody has.
 * No connection is held while a password is hashed.
 */
export async function proveFactors(context: Context, certificates: Certificates, claim: Claim): Promise<Proven> {
  const { userId } = claim;
  const proven = await proveOffice(context, certificates, claim);
  const found = await findAccount(context.database, userId);
  const foreign = found ? foreignness(found, proven) : 'unknown-account';
  const account = foreign === null ? found : null;
  const counted = await countSignIn(context, {
    officeNumber: proven.officeNumber,
    delegationId: proven.delegationId,
    userId,
    knownTerminal: await knownTerminal(context.database, proven, claim),
    accountId: account?.accountId ?? null,
  });
  const refuse = async (refusal: Refusal): Promise<never> => {
    await recordRefusal(context, userId, refusal, { account: found, counted });
    throw refusal.problem;
  };
  if (counted.isLocked) return refuse(refused('locked', 'MSB-AUTH-LOCKED'));
  const isRight = await isPassword(account?.passwordHash ?? null, claim.password);
  if (!account) return refuse(refused(foreign ?? 'unknown-account'));
  if (!isRight) return refuse(refused('wrong-password'));
  const standing = await refusalOfStanding(context, account);
  if (standing) return refuse(standing);
  return { account, fingerprint: proven.fingerprint, counted };
}

async function proveOffice(
  context: Context,
  certificates: Certificates,
  { assertion, userId }: Claim,
): Promise<ProvenOffice> {
  try {
    return await checkAssertion(context, certificates, context.database, assertion, userId);
  } catch (error) {
    if (!(error instanceof AssertionRefused)) throw error;
    const code = error.isCertificate ? 'MSB-AUTH-CERTIFICATE-REFUSED' : 'MSB-AUTH-ASSERTION-INVALID';
    const refusal = refused(error.reason, code);
    await recordRefusal(context, userId, refusal);
    throw refusal.problem;
  }
}

/** An agent's account opens the door with the agent's certificate only, and that certificate with that account only. */
function foreignness(account: Account, { officeNumber, delegationId }: ProvenOffice): string | null {
  if (officeNumber !== account.officeNumber) return 'certificate-of-another-office';
  return delegationId === account.delegationId ? null : 'certificate-of-another-delegation';
}

async function knownTerminal(
  queries: Queries,
  { officeNumber }: ProvenOffice,
  { terminal: { id, secret } }: Claim,
): Promise<string | null> {
  const [known] = await queries.query<{ secretHash: Buffer }>(
    'select secret_hash as "secretHash" from terminals where terminal_id = $1 and office_number = $2',
    [id, officeNumber],
  );
  return known && secret !== undefined && isToken(known.secretHash, secret) ? id : null;
}

/** Told to whoever has both factors only. */
async function refusalOfStanding({ database, now }: Context, account: Account): Promise<Refusal | null> {
  if (isDelegationOver(account, now())) return refused('delegation-ended', 'MSB-DELEGATION-ENDED');
  if (account.disabled) return refused('disabled');
  const office = await findOffice(database, account.officeNumber);
  return office && isShut(office, now()) ? refused('office-closed', 'MSB-OFFICE-CLOSED') : null;
}
