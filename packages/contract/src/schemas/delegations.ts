import { z } from 'zod';
import { applicationToken, claim, claimCode, handover, mailAddress, mailOutcome } from './applications.js';
import { instant, officeNumber, requestPem, uuid } from './common.js';
import { certificate } from './offices.js';

/** What an agent may do in the office's name; at least one of the two. */
const rights = {
  maySend: z.boolean().describe('事業所に代わって送信できる'),
  mayReceive: z.boolean().describe('事業所に届いたデータを受信できる'),
};
const validUntil = instant.describe('代行の最終日時。付与から1年以内');

const NO_RIGHT = { path: ['maySend'], message: 'rights' };
const hasRight = ({ maySend, mayReceive }: { maySend: boolean; mayReceive: boolean }) => maySend || mayReceive;

export const newRights = z.object(rights).refine(hasRight, NO_RIGHT);

export const newDelegation = z
  .object({
    agentName: z.string().trim().min(1).max(80).describe('代行する人または会社の名前'),
    agentOfficeNumber: officeNumber.nullable().describe('代行する側も事業所のときの事業所番号'),
    ...rights,
    validUntil,
    mailAddress: mailAddress.nullable().describe('手続きのリンクを送る先。保存しない'),
  })
  .refine(hasRight, NO_RIGHT);

/** running: in force. ended: taken back or past its day. */
export const delegationState = z.enum(['running', 'ended']);

export const delegation = z.object({
  id: uuid,
  agentName: z.string(),
  agentOfficeNumber: officeNumber.nullable(),
  ...rights,
  validUntil: instant,
  state: delegationState,
  grantedAt: instant,
  endedAt: instant.nullable(),
  /** The agent's own account. */
  userId: z.string(),
  handedOverAt: instant.nullable().describe('代行者がユーザIDと初期パスワードを受け取った日時'),
  certificate: z.enum(['none', 'requested', 'issued']).describe('いま使える証明書。none は、ないか終わったもの'),
  certificateUntil: instant.nullable(),
  lastSignedInAt: instant.nullable(),
  sentCount: z.number().int().describe('代行者が送信した件数'),
  receivedCount: z.number().int().describe('代行者が最初に取得した件数'),
});
export const delegationListing = z.object({ delegations: z.array(delegation) });

/**
 * `link` is there when the hub did not mail it: the administrator hands it to the agent. The code goes another way than
 * the link, by telephone or on paper, and is shown this once.
 */
export const grantAnswer = z.object({ delegation, mail: mailOutcome, link: z.string().nullable(), claimCode });
export const linkRequest = z.object({ mailAddress: mailAddress.nullable() });
export const renewal = z.object({ validUntil });

/** What the agent sees under the link. */
export const delegationHandover = z.object({
  id: uuid,
  officeNumber,
  officeName: z.string(),
  agentName: z.string(),
  ...rights,
  validUntil: instant,
  officeUserId: z.string(),
  handedOverAt: instant.nullable(),
  certificate: z.enum(['none', 'requested', 'issued']),
  certificates: z.array(certificate),
});
export const token = z.object({ token: applicationToken });
export const certification = claim.extend({ requestPem });
export { claim, handover };
