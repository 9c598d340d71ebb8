import { createHash, randomBytes } from 'node:crypto';
import type { LinkData, Role } from '@musubi/contract';
import { officeUserId, requireOffice } from '../offices/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import { Problem } from '../platform/problem.js';
import { type Account, findAccountById } from './accounts.js';

export type LinkPurpose = LinkData['purpose'];

const HOUR_MS = 60 * 60_000;
/** How long a link counts. An invitation waits for somebody's working day, a new password only for the next minutes. */
export const LINK_MS: Readonly<Record<LinkPurpose, number>> = {
  invitation: 7 * 24 * HOUR_MS,
  password: HOUR_MS,
  'mail-address': 24 * HOUR_MS,
};

const hashOf = (token: string) => createHash('sha256').update(token).digest();

/** Makes the token of a link and keeps its hash; earlier links of the same purpose no longer count. */
export async function makeLink(
  queries: Queries,
  purpose: LinkPurpose,
  accountId: string,
  mailAddress: string,
  at: Date,
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await dropLinks(queries, accountId, [purpose]);
  await queries.query(
    'insert into account_links (token_hash, purpose, account_id, mail_address, created_at, expires_at) values ($1, $2, $3, $4, $5, $6)',
    [hashOf(token), purpose, accountId, mailAddress, at, new Date(at.getTime() + LINK_MS[purpose])],
  );
  return token;
}

/** Links that were not used stop counting. */
export async function dropLinks(queries: Queries, accountId: string, purposes: readonly LinkPurpose[]): Promise<void> {
  await queries.query('delete from account_links where account_id = $1 and purpose = any($2) and used_at is null', [
    accountId,
    purposes,
  ]);
}

export interface OpenLink {
  readonly purpose: LinkPurpose;
  readonly mailAddress: string;
  readonly expiresAt: Date;
  readonly account: Account;
}

/** The link of a token while it counts; throws MSB-LINK-INVALID. Locked until the transaction ends: it counts once. */
export async function requireLink(queries: Queries, token: string, at: Date): Promise<OpenLink> {
  const [row] = await queries.query<Omit<OpenLink, 'account'> & { accountId: string }>(
    `select purpose, account_id as "accountId", mail_address as "mailAddress", expires_at as "expiresAt"
       from account_links where token_hash = $1 and used_at is null and expires_at > $2 for update`,
    [hashOf(token), at],
  );
  const account = row ? await findAccountById(queries, row.accountId) : null;
  if (!row || !account || account.disabled || !stillStands(row.purpose, row.mailAddress, account))
    throw new Problem('MSB-LINK-INVALID');
  return { purpose: row.purpose, mailAddress: row.mailAddress, expiresAt: row.expiresAt, account };
}

/** Whether what a link is for is still wanted, by the address it went to. */
function stillStands(purpose: LinkPurpose, address: string, account: Account): boolean {
  if (purpose === 'password') return account.mailAddress === address;
  if (purpose === 'invitation') return account.invitedUntil !== null && account.mailPending === address;
  return account.mailPending === address;
}

export async function useUpLink(queries: Queries, token: string, at: Date): Promise<void> {
  await queries.query('update account_links set used_at = $2 where token_hash = $1', [hashOf(token), at]);
}

/** What the person who opened a link is shown before doing anything. */
export async function describeLink({ database, now }: Context, token: string): Promise<LinkData> {
  return database.transaction(async (queries) => {
    const { purpose, account, expiresAt } = await requireLink(queries, token, now());
    const office = await requireOffice(queries, account.officeNumber);
    const role: Role = account.role;
    return {
      purpose,
      role,
      userId: account.userId,
      displayName: account.displayName,
      officeName: office.name,
      officeNumber: office.officeNumber,
      officeUserId: officeUserId(office.officeNumber),
      hasSecondFactor: account.oneTimeConfirmed,
      expiresAt: expiresAt.toISOString(),
    };
  });
}
