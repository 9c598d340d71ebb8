import { z } from 'zod';
import { pem, uuid } from '../schemas/common.js';
import * as s from '../schemas/delegations.js';
import { certificate } from '../schemas/offices.js';
import { defineRoutes } from './route.js';

const ADMINISTRATOR = ['administrator'] as const;
/** Whoever acts for an office; the hub refuses those who are no agents. */
const AGENT = ['staff', 'reader'] as const;
const byId = z.object({ delegationId: uuid });

/** 代行: who may send and receive in an office's name, and how an agent gets its account and certificate. */
export const delegationRoutes = defineRoutes({
  listDelegations: {
    method: 'GET',
    path: '/v1/delegations',
    summary: '自事業所が認めた代行の一覧',
    access: ADMINISTRATOR,
    body: null,
    status: 200,
    answer: s.delegationListing,
    problems: [],
  },
  grantDelegation: {
    method: 'POST',
    path: '/v1/delegations',
    summary: '代行を認め、代行者に渡す一度だけのリンクを作る',
    access: ADMINISTRATOR,
    body: s.newDelegation,
    status: 201,
    answer: s.grantAnswer,
    problems: ['MSB-DELEGATION-PERIOD', 'MSB-REQUEST-TOO-MANY'],
    freshProof: true,
  },
  makeDelegationLink: {
    method: 'POST',
    path: '/v1/delegations/{delegationId}/link',
    summary: '代行者に渡すリンクを作り直す（前のリンクは使えなくなる）',
    access: ADMINISTRATOR,
    params: byId,
    body: s.linkRequest,
    status: 201,
    answer: s.grantAnswer,
    problems: ['MSB-DELEGATION-UNKNOWN', 'MSB-DELEGATION-OVER', 'MSB-DELEGATION-CERTIFIED', 'MSB-REQUEST-TOO-MANY'],
    freshProof: true,
  },
  renewDelegation: {
    method: 'POST',
    path: '/v1/delegations/{delegationId}/renewal',
    summary: '代行の期間を変える（今日から1年以内）',
    access: ADMINISTRATOR,
    params: byId,
    body: s.renewal,
    status: 201,
    answer: s.delegation,
    problems: ['MSB-DELEGATION-UNKNOWN', 'MSB-DELEGATION-OVER', 'MSB-DELEGATION-PERIOD'],
    freshProof: true,
  },
  changeDelegationRights: {
    method: 'PUT',
    path: '/v1/delegations/{delegationId}/rights',
    summary: '代行に任せること（送信・受信）を変える。すぐに効く',
    access: ADMINISTRATOR,
    params: byId,
    body: s.newRights,
    status: 200,
    answer: s.delegation,
    problems: ['MSB-DELEGATION-UNKNOWN', 'MSB-DELEGATION-OVER'],
    freshProof: true,
  },
  revokeDelegation: {
    method: 'POST',
    path: '/v1/delegations/{delegationId}/revocation',
    summary: '代行をやめさせる（ログイン、ユーザID、証明書がすぐに使えなくなる）',
    access: ADMINISTRATOR,
    params: byId,
    body: null,
    status: 201,
    answer: s.delegation,
    problems: ['MSB-DELEGATION-UNKNOWN'],
  },
  renewAgentCertificate: {
    method: 'POST',
    path: '/v1/delegation/certificate',
    summary: '代行者が、延びた代行の期間の終わりまで使える証明書を申請する',
    access: AGENT,
    body: z.object({ requestPem: pem }),
    status: 201,
    answer: z.object({ certificate: certificate.nullable() }),
    problems: ['MSB-DELEGATION-CERTIFICATE-LASTS', 'MSB-CERTIFICATE-REQUEST-INVALID', 'MSB-CERTIFICATE-ENROLLED'],
    freshProof: true,
  },
  openDelegation: {
    method: 'POST',
    path: '/v1/delegation-handovers/status',
    summary: '代行者がリンクを開き、任された内容を見る',
    access: 'public',
    body: s.token,
    status: 200,
    answer: s.delegationHandover,
    problems: ['MSB-DELEGATION-LINK'],
  },
  takeOverDelegation: {
    method: 'POST',
    path: '/v1/delegation-handovers/account',
    summary: '代行者がユーザIDと初期パスワードを受け取る（一度だけ）',
    access: 'public',
    body: s.claim,
    status: 201,
    answer: s.handover,
    problems: ['MSB-DELEGATION-LINK', 'MSB-DELEGATION-HANDED-OVER', 'MSB-CLAIM-CODE-WRONG', 'MSB-CLAIM-CODE-OVER'],
  },
  certifyDelegation: {
    method: 'POST',
    path: '/v1/delegation-handovers/certificate',
    summary: '代行者が代行用の証明書を申請する（一度だけ）',
    access: 'public',
    body: s.certification,
    status: 201,
    answer: s.delegationHandover,
    problems: [
      'MSB-DELEGATION-LINK',
      'MSB-DELEGATION-CERTIFIED',
      'MSB-CLAIM-CODE-WRONG',
      'MSB-CLAIM-CODE-OVER',
      'MSB-CERTIFICATE-REQUEST-INVALID',
    ],
  },
});
