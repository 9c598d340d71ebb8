import { z } from 'zod';
import { base64, fingerprint, instant, officeNumber, pem, serviceType } from './common.js';

export const certificate = z.object({
  fingerprint,
  certificatePem: pem,
  subject: z.string(),
  issuer: z.string(),
  notBefore: instant,
  notAfter: instant,
  enrolledAt: instant,
  revokedAt: instant.nullable(),
});

/** A certificate as its own office sees it. */
export const ownCertificate = certificate.extend({
  agentName: z.string().nullable().default(null).describe('代行用の証明書のとき、代行する人または会社'),
});

/** An office's signed statement that a further certificate is its own, or its agent's (裏書き). */
export const endorsement = z.object({
  statement: base64.describe('正規化 JSON'),
  signature: base64.describe('CMS SignedData（DER、detached）'),
});

/** A certificate of an office, also one that ended, with who vouches for it: clients decide by it whether it counts. */
export const enrolledCertificate = certificate.extend({
  holder: z.enum(['office', 'agent']).describe('事業所自身のものか、代行者のものか'),
  endorsements: z.array(endorsement).describe('裏書き（事業所の別の証明書による署名）'),
});

/** What any signed-in office may know of another: enough to address and encrypt. */
export const directoryOffice = z.object({
  officeNumber,
  name: z.string(),
  serviceTypes: z.array(serviceType),
  canReceive: z.boolean().describe('ライセンスが有効で、有効な証明書があるか'),
  certificates: z.array(certificate),
});

export const trust = z.object({
  hubName: z.string(),
  policyId: z.string(),
  anchors: z.array(pem).describe('証明書を確かめる起点（認証局の証明書）'),
  revocationLists: z.array(pem),
  receiptCertificates: z.array(pem).describe('証跡に署名する連携基盤の証明書'),
});

export const operatorOffice = z.object({
  officeNumber,
  name: z.string(),
  serviceTypes: z.array(serviceType),
  officeUserId: z.string(),
  licensedUntil: instant.nullable(),
  suspended: z.boolean(),
  suspendedReason: z.string().nullable(),
  closedAt: instant.nullable(),
  closedReason: z.string().nullable(),
  fetchUntil: instant.nullable().describe('閉じた事業所が、届いたデータを取得できる期限'),
  successor: officeNumber.nullable().describe('引き継いだ事業所番号'),
  registeredAt: instant,
});

const name = z.string().min(1).max(200);
const serviceTypes = z.array(serviceType).min(1).max(60);

export const newOffice = z.object({ officeNumber, name, serviceTypes, licensedUntil: instant.nullable() });
export const officeChange = z.object({
  name: name.optional(),
  serviceTypes: serviceTypes.optional(),
  licensedUntil: instant.nullable().optional(),
});

/** Either a request (CSR) for the hub's trial authority to sign, or a certificate issued elsewhere to enrol. */
export const newCertificate = z.union([
  z.object({ requestPem: pem, profile: z.enum(['kaigo', 'dx']) }),
  z.object({ certificatePem: pem }),
]);
export const revocation = z.object({
  reason: z.enum(['keyCompromise', 'affiliationChanged', 'superseded', 'cessationOfOperation', 'unspecified']),
});

export const incident = z.object({
  id: z.string(),
  openedAt: instant,
  closedAt: instant.nullable(),
  userId: z.string(),
});

export const alert = z.object({ id: z.string(), at: instant, kind: z.string(), detail: z.string() });

export const auditRow = z.object({
  id: z.string(),
  at: instant,
  actor: z
    .string()
    .describe(
      'ユーザID。system は定期処理、host はサーバでの操作、operator は運営者（事業所には、だれかまでは示さない）',
    ),
  actorName: z.string().nullable().describe('その事業所の人のときだけ'),
  officeNumber: officeNumber.nullable(),
  officeName: z.string().nullable(),
  terminalId: z.string().nullable(),
  action: z.string(),
  subjectType: z.string(),
  subjectId: z.string(),
  subjectName: z.string().nullable().describe('事業所か、その事業所の人のときだけ'),
  outcome: z.enum(['done', 'refused']),
  detail: z.string().nullable().describe('理由、またはその符号'),
  delegationId: z.string().nullable().describe('代行者が行ったとき、その代行'),
  requestId: z.string().nullable(),
});
