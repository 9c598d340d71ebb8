import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { MAIL_KINDS, type MailKind } from '@musubi/contract';
import { unsubscribe } from '../people/index.js';
import type { Context } from '../platform/context.js';
import type { Router } from '../platform/http.js';
import type { KeyFolder } from '../platform/key-folder.js';
import { Problem } from '../platform/problem.js';

/** Signs and reads what stands in unsubscribe links: whose mail and which kind, for as long as the mail is kept. */
export interface Unsubscribing {
  tokenOf(accountId: string, kind: MailKind): string;
  /** Null for what this hub did not sign. */
  read(token: string): { accountId: string; kind: MailKind } | null;
}

/** Loads the signing key, making it at the first start: links in old mails go on working. */
export function openUnsubscribing(folder: KeyFolder): Unsubscribing {
  const key = Buffer.from(folder.keep('mail.key', () => randomBytes(32).toString('hex')).trim(), 'hex');
  const sign = (text: string) => createHmac('sha256', key).update(`unsubscribe ${text}`).digest();
  return {
    tokenOf: (accountId, kind) => `${accountId}.${kind}.${sign(`${accountId}.${kind}`).toString('base64url')}`,
    read: (token) => {
      const [accountId = '', named, signature = ''] = token.split('.');
      const kind = MAIL_KINDS.find((one) => one === named);
      const given = Buffer.from(signature, 'base64url');
      const expected = sign(`${accountId}.${named}`);
      return kind && given.length === expected.length && timingSafeEqual(given, expected) ? { accountId, kind } : null;
    },
  };
}

/** Ends a kind of mail without a login: whoever holds the mail may, and can do nothing else. */
export function registerUnsubscribing({ route }: Pick<Router, 'route'>, context: Context, links: Unsubscribing): void {
  const end = async (token: string): Promise<MailKind> => {
    const read = links.read(token);
    if (!read || !(await unsubscribe(context, read.accountId, read.kind))) throw new Problem('MSB-LINK-INVALID');
    return read.kind;
  };
  route('unsubscribe', async ({ body }) => ({ kind: await end(body.token) }));
  route('unsubscribeOneClick', async ({ params }) => {
    await end(params.token);
  });
}
