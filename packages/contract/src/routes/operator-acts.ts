import { z } from 'zod';
import { officeNumber, uuid } from '../schemas/common.js';
import { reasonBody } from '../schemas/operate.js';
import * as s from '../schemas/operator-acts.js';
import { defineRoutes } from './route.js';

const OPERATOR = ['operator', 'emergency'] as const;
const ADMINISTRATOR = ['administrator'] as const;
const OWN = ['administrator', 'staff', 'reader', 'machine'] as const;
const officeParam = z.object({ officeNumber });
const actParam = z.object({ actId: uuid });
const personOfOffice = z.object({ officeNumber, personId: z.string().max(40) });

/**
 * Acts that could make somebody a reader, a sender or a person of an office that is at work: asked for by one operator, done
 * when a second one confirms it, told to the office both times. Which routes these are and why no others: docs/operators.md.
 */
export const operatorActRoutes = defineRoutes({
  operatorAddCertificate: {
    method: 'POST',
    path: '/v1/operator/offices/{officeNumber}/certificates',
    summary:
      '【運営】証明書を発行する、または外部の証明書を登録する（利用中の事業所では、もう一人の運営者の確認を待つ）',
    access: OPERATOR,
    params: officeParam,
    body: s.operatorNewCertificate,
    status: 201,
    answer: s.certificateAdded,
    problems: [
      'MSB-OFFICE-UNKNOWN',
      'MSB-CERTIFICATE-ENROLLED',
      'MSB-CERTIFICATE-REQUEST-INVALID',
      'MSB-CERTIFICATE-OUTER-AUTHORITY',
      'MSB-OPERATOR-REASON',
    ],
    freshProof: true,
  },
  operatorAddPerson: {
    method: 'POST',
    path: '/v1/operator/offices/{officeNumber}/people',
    summary: '【運営】事業所に最初の人を追加する（すでに人がいる事業所では、もう一人の運営者の確認を待つ）',
    access: OPERATOR,
    params: officeParam,
    body: s.operatorNewPerson,
    status: 201,
    answer: s.personAdded,
    problems: ['MSB-PEOPLE-TOO-MANY', 'MSB-OFFICE-UNKNOWN', 'MSB-OPERATOR-REASON'],
    freshProof: true,
  },
  operatorResetPassword: {
    method: 'POST',
    path: '/v1/operator/offices/{officeNumber}/people/{personId}/password-reset',
    summary: '【運営】最後の管理者などのパスワードを初期化する（利用中の事業所では、もう一人の運営者の確認を待つ）',
    access: OPERATOR,
    params: personOfOffice,
    body: reasonBody,
    status: 201,
    answer: s.operatorPasswordReset,
    problems: ['MSB-PERSON-UNKNOWN', 'MSB-PERSON-OWN'],
    freshProof: true,
  },
  operatorActOnPerson: {
    method: 'POST',
    path: '/v1/operator/people/{userId}/acts',
    summary: '【運営】ロックを解く、使えなくする、戻す、確認コードを初期化する（戻すと初期化は、もう一人の確認を待つ）',
    access: OPERATOR,
    params: z.object({ userId: z.string().max(40) }),
    body: s.personAct,
    status: 201,
    answer: s.personActed,
    problems: ['MSB-PERSON-UNKNOWN', 'MSB-PERSON-OWN', 'MSB-PERSON-EMERGENCY'],
    freshProof: true,
  },
  operatorMergeOffice: {
    method: 'POST',
    path: '/v1/operator/offices/{officeNumber}/succession',
    summary: '【運営】事業所番号の変更・統合: 番号を閉じ、記録を引き継ぐ番号を定める（もう一人の運営者の確認を待つ）',
    access: OPERATOR,
    params: officeParam,
    body: s.officeSuccession,
    status: 201,
    answer: s.officeMerged,
    problems: ['MSB-OFFICE-UNKNOWN', 'MSB-OFFICE-OWN', 'MSB-OFFICE-STATE', 'MSB-OFFICE-SUCCESSOR'],
    freshProof: true,
  },
  operatorListActs: {
    method: 'GET',
    path: '/v1/operator/acts',
    summary: '【運営】もう一人の運営者の確認を待っている操作',
    access: OPERATOR,
    body: null,
    status: 200,
    answer: s.operatorActs,
    problems: [],
  },
  operatorDecideAct: {
    method: 'POST',
    path: '/v1/operator/acts/{actId}/decision',
    summary: '【運営】ほかの運営者が頼んだ操作を確認して行う、またはやめる（頼んだ人と相手は確認できない）',
    access: OPERATOR,
    params: actParam,
    body: s.actDecision,
    status: 201,
    answer: s.actDecided,
    problems: [
      'MSB-NOT-FOUND',
      'MSB-OPERATOR-SECOND',
      'MSB-PERSON-UNKNOWN',
      'MSB-CERTIFICATE-ENROLLED',
      'MSB-CERTIFICATE-REQUEST-INVALID',
      'MSB-CERTIFICATE-OUTER-AUTHORITY',
      'MSB-OFFICE-STATE',
      'MSB-OFFICE-SUCCESSOR',
    ],
    freshProof: true,
  },
  listActsOnOffice: {
    method: 'GET',
    path: '/v1/office/operator-acts',
    summary: '運営者が自事業所に対して頼んだ操作、行った操作（新しい順、90日分）',
    access: ADMINISTRATOR,
    body: null,
    status: 200,
    answer: s.actsOnOffice,
    problems: [],
    background: true,
  },
  seeActOnOffice: {
    method: 'PUT',
    path: '/v1/office/operator-acts/{actId}/seen',
    summary: '運営者の操作を確かめた（この管理者には、状態が変わるまで示さない）',
    access: ADMINISTRATOR,
    params: actParam,
    body: null,
    status: 204,
    answer: null,
    problems: ['MSB-NOT-FOUND'],
  },
  disownActOnOffice: {
    method: 'POST',
    path: '/v1/office/operator-acts/{actId}/disowning',
    summary: '運営者の操作に覚えがない: すべての運営者に警報を出し、まだ行われていなければ断る',
    access: ADMINISTRATOR,
    params: actParam,
    body: null,
    status: 201,
    answer: s.actOnOffice,
    problems: ['MSB-NOT-FOUND'],
  },
  listOfficePeople: {
    method: 'GET',
    path: '/v1/office/people',
    summary: '自事業所の人と、だれが追加したか（端末が、知らない人の追加に気づくため）',
    access: OWN,
    body: null,
    status: 200,
    answer: s.officePeople,
    problems: [],
    background: true,
  },
});
