import { z } from 'zod';
import { instant, officeNumber, role, uuid } from './common.js';
import { certificate, newCertificate, operatorOffice } from './offices.js';
import { account, newPerson, person } from './people.js';

/** Why the operator acts; the office reads it. */
export const reason = z
  .string()
  .trim()
  .min(5)
  .max(300)
  .describe('理由（事業所に見えます。利用者や職員の氏名を書かないでください）');

/** Needed only where a second operator is: for what is done to an office whose people have come in already. */
const reasonForSecond = { reason: reason.optional().describe('もう一人の運営者の確認が要るときの理由') };

const PERSON_ACTIONS = ['unlock', 'disable', 'enable', 'reset-second-factor'] as const;
export const personAct = z.object({ action: z.enum(PERSON_ACTIONS), reason });
export const operatorNewCertificate = z.union([
  newCertificate.options[0].extend(reasonForSecond),
  newCertificate.options[1].extend(reasonForSecond),
]);
export const operatorNewPerson = newPerson.extend(reasonForSecond);
export const officeClosing = z.object({
  reason,
  fetchUntil: instant.describe('この日時まで、届いたデータを取得できる'),
});
export const officeSuccession = officeClosing.extend({ successor: officeNumber.describe('引き継ぐ事業所番号') });

const onPerson = <K extends string>(kind: K) => z.object({ kind: z.literal(kind), userId: z.string() });
/** An act one operator wants done, as it is kept until a second one confirms it. It never holds a secret. */
export const wantedAct = z.discriminatedUnion('kind', [
  onPerson('unlock'),
  onPerson('disable'),
  onPerson('enable'),
  onPerson('reset-second-factor'),
  onPerson('reset-password'),
  z.object({ kind: z.literal('add-certificate'), certificate: newCertificate }),
  z.object({ kind: z.literal('add-person'), person: newPerson }),
  z.object({ kind: z.literal('merge-office'), successor: officeNumber, fetchUntil: instant }),
]);
const kind = z.enum([...PERSON_ACTIONS, 'reset-password', 'add-certificate', 'add-person', 'merge-office']);

const waitsForSecond = z.boolean().describe('もう一人の運営者の確認を待っているか（まだ何も行われていない）');
const firstPassword = {
  initialPassword: z.string().nullable().describe('一度だけ見せる初期パスワード'),
  passwordExpiresAt: instant.nullable(),
};
export const operatorPerson = account.extend({ officeNumber, officeName: z.string() });
export const personActed = operatorPerson.extend({ waitsForSecond });
export const operatorPasswordReset = z.object({ ...firstPassword, waitsForSecond });
export const personAdded = z.object({ person: person.nullable(), ...firstPassword, waitsForSecond });
export const certificateAdded = z.object({ certificate: certificate.nullable(), waitsForSecond });
export const officeMerged = operatorOffice.extend({ waitsForSecond });

/** An act as operators see it while it waits. */
export const operatorAct = z.object({
  id: uuid,
  kind,
  wanted: wantedAct,
  subjectId: z.string().describe('ユーザID、証明書または鍵の指紋、または事業所番号'),
  subjectName: z.string().nullable().describe('人についての操作のとき、その氏名'),
  officeNumber,
  officeName: z.string(),
  reason: z.string(),
  askedBy: z.string(),
  askedAt: instant,
  expiresAt: instant,
});
export const operatorActs = z.object({
  acts: z.array(operatorAct),
  otherOperators: z.number().int().describe('あなたのほかに、確認できる運営者の人数'),
});
export const actDecision = z.object({ confirmed: z.boolean() });
export const actDecided = z.object({
  userId: z.string().nullable().describe('初期パスワードを渡す相手'),
  mailed: z.boolean().describe('本人の確認済みのアドレスに、パスワードを決めるリンクを送るか'),
  ...firstPassword,
});

/** An act as the office sees it that it is about: never which operators asked and confirmed. */
export const actOnOffice = z.object({
  id: uuid,
  kind,
  subjectId: z.string(),
  subjectName: z.string().nullable(),
  reason: z.string(),
  askedAt: instant,
  expiresAt: instant,
  state: z.enum(['waiting', 'done', 'failed', 'refused', 'expired']),
  decidedAt: instant.nullable(),
  disowned: z.boolean().describe('事業所が「覚えがない」と知らせたか'),
  seen: z.boolean().describe('あなたが、いまの状態を確かめたか'),
});
export const actsOnOffice = z.object({ acts: z.array(actOnOffice) });

/** A person who may sign in for the office, and who let them in. */
export const officePerson = z.object({
  userId: z.string(),
  displayName: z.string(),
  role,
  addedBy: z
    .enum(['office', 'operator', 'application', 'host'])
    .nullable()
    .describe('だれが追加したか: 自事業所、運営者、利用申請、サーバでの操作。null は記録を始める前'),
  addedAt: instant,
});
export const officePeople = z.object({ people: z.array(officePerson) });
