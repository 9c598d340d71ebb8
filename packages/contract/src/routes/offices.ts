import { z } from 'zod';
import { fingerprint, officeNumber, page, paging } from '../schemas/common.js';
import * as s from '../schemas/offices.js';
import { auditQuery, officeList, officeQuery } from '../schemas/operate.js';
import { defineRoutes } from './route.js';

const EVERYONE = ['administrator', 'staff', 'reader', 'machine', 'operator', 'emergency'] as const;
const OPERATOR = ['operator', 'emergency'] as const;
const officeParam = z.object({ officeNumber });

export const officeRoutes = defineRoutes({
  trust: {
    method: 'GET',
    path: '/v1/trust',
    summary: '証明書と証跡を確かめるための情報（認証局、失効リスト、連携基盤の証明書）',
    access: 'public',
    body: null,
    status: 200,
    answer: s.trust,
    problems: [],
  },
  findOffice: {
    method: 'GET',
    path: '/v1/offices/{officeNumber}',
    summary: '相手の事業所を調べる（名前、サービス種類、証明書）',
    access: EVERYONE,
    params: officeParam,
    body: null,
    status: 200,
    answer: s.directoryOffice,
    problems: ['MSB-OFFICE-UNKNOWN'],
  },
  listOwnCertificates: {
    method: 'GET',
    path: '/v1/certificates',
    summary: '自事業所の証明書一覧',
    access: EVERYONE,
    body: null,
    status: 200,
    answer: z.object({ certificates: z.array(s.ownCertificate) }),
    problems: [],
  },
});

export const operatorRoutes = defineRoutes({
  operatorListOffices: {
    method: 'GET',
    path: '/v1/operator/offices',
    summary: '【運営】事業所の一覧',
    access: OPERATOR,
    query: officeQuery,
    body: null,
    status: 200,
    answer: officeList,
    problems: [],
  },
  operatorAddOffice: {
    method: 'POST',
    path: '/v1/operator/offices',
    summary: '【運営】事業所を登録する',
    access: OPERATOR,
    body: s.newOffice,
    status: 201,
    answer: s.operatorOffice,
    problems: ['MSB-OFFICE-EXISTS'],
  },
  operatorChangeOffice: {
    method: 'PATCH',
    path: '/v1/operator/offices/{officeNumber}',
    summary: '【運営】事業所の登録、ライセンスを変える',
    access: OPERATOR,
    params: officeParam,
    body: s.officeChange,
    status: 200,
    answer: s.operatorOffice,
    problems: ['MSB-OFFICE-UNKNOWN'],
  },
  operatorRevokeCertificate: {
    method: 'POST',
    path: '/v1/operator/certificates/{fingerprint}/revocation',
    summary: '【運営】証明書を失効させる',
    access: OPERATOR,
    params: z.object({ fingerprint }),
    body: s.revocation,
    status: 201,
    answer: s.certificate,
    problems: ['MSB-CERTIFICATE-UNKNOWN'],
    freshProof: true,
  },
  operatorCloseIncident: {
    method: 'POST',
    path: '/v1/operator/incidents/{incidentId}/closing',
    summary: '【運営】緊急対応を終了し、緊急用の資格情報を無効にする',
    access: ['operator'],
    params: z.object({ incidentId: z.string().max(40) }),
    body: null,
    status: 201,
    answer: s.incident,
    problems: ['MSB-NOT-FOUND', 'MSB-EMERGENCY-CLOSED'],
  },
  operatorListAlerts: {
    method: 'GET',
    path: '/v1/operator/alerts',
    summary: '【運営】警報の一覧',
    access: OPERATOR,
    query: z.object(paging),
    body: null,
    status: 200,
    answer: page(s.alert),
    problems: [],
  },
  operatorListAudit: {
    method: 'GET',
    path: '/v1/operator/audit',
    summary: '【運営】監査記録（見たこと自体も記録される）',
    access: OPERATOR,
    query: auditQuery,
    body: null,
    status: 200,
    answer: page(s.auditRow),
    problems: [],
  },
});
