import { z } from 'zod';
import { fingerprint, instant, officeNumber, requestPem, uuid } from '../schemas/common.js';
import { certificate, endorsement, enrolledCertificate, revocation } from '../schemas/offices.js';
import { defineRoutes } from './route.js';

const ADMINISTRATOR = ['administrator'] as const;
const OPERATOR = ['operator', 'emergency'] as const;
const request = z.object({ id: uuid, requestedAt: instant, requestedBy: z.string() });

/** What an office does about its own certificates once it takes part. */
export const certificateRoutes = defineRoutes({
  requestCertificate: {
    method: 'POST',
    path: '/v1/certificates',
    summary: '証明書を申請する（更新、PC の追加。外部の認証局では発行を待つ）',
    access: ADMINISTRATOR,
    body: z.object({ requestPem }),
    status: 201,
    answer: z.object({ certificate: certificate.nullable() }),
    problems: ['MSB-CERTIFICATE-TOO-MANY', 'MSB-CERTIFICATE-REQUEST-INVALID', 'MSB-CERTIFICATE-ENROLLED'],
    freshProof: true,
  },
  revokeOwnCertificate: {
    method: 'POST',
    path: '/v1/certificates/{fingerprint}/revocation',
    summary: '自事業所の証明書を失効させる',
    access: ADMINISTRATOR,
    params: z.object({ fingerprint }),
    body: revocation,
    status: 201,
    answer: certificate,
    problems: ['MSB-CERTIFICATE-UNKNOWN'],
    freshProof: true,
  },
  endorseCertificate: {
    method: 'POST',
    path: '/v1/certificates/{fingerprint}/endorsements',
    summary: '自事業所の新しい証明書に裏書きする（事業所の別の証明書で署名する）',
    access: ADMINISTRATOR,
    params: z.object({ fingerprint }),
    body: endorsement,
    status: 201,
    answer: enrolledCertificate,
    problems: ['MSB-CERTIFICATE-UNKNOWN', 'MSB-ENDORSEMENT-INVALID'],
    freshProof: true,
  },
  listCertificateRequests: {
    method: 'GET',
    path: '/v1/certificate-requests',
    summary: '発行を待っている自事業所の証明書の申請',
    access: ADMINISTRATOR,
    body: null,
    status: 200,
    answer: z.object({ requests: z.array(request) }),
    problems: [],
  },
  operatorListCertificateRequests: {
    method: 'GET',
    path: '/v1/operator/certificate-requests',
    summary: '【運営】外部の認証局に出す証明書の申請（CSR）',
    access: OPERATOR,
    body: null,
    status: 200,
    answer: z.object({
      requests: z.array(request.extend({ officeNumber, officeName: z.string(), requestPem: z.string() })),
    }),
    problems: [],
  },
});
