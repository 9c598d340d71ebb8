import { toBytes } from '../bytes.js';
import {
  type Certificate,
  certificateToPem,
  derOf,
  type KeyUsage,
  parseCertificate,
  readPublicKey,
  toPem,
} from '../certificates/certificate.js';
import { generateKeyPair, type KeyType } from '../certificates/identity.js';
import { requireKey } from '../certificates/keys.js';
import { parseRevocationList, type RevocationList } from '../certificates/revocation-list.js';
import { DerReader, TAG } from '../der/reader.js';
import { der, integer, octets, oid, sequence, tagged, time } from '../der/writer.js';
import { nameOf, signatureAlgorithm, signStructure, writeCertificate } from './certificate-writer.js';

/**
 * What the trial authority issues. Subjects are constants as in the real ones: 介護保険証明書 is KaigoJigyousho,
 * 介護DX証明書 CarePlanJigyousho. Which office a certificate belongs to is bound at enrolment, never read from it.
 */
const PROFILES = {
  kaigo: {
    commonName: 'KaigoJigyousho',
    usages: ['digitalSignature', 'nonRepudiation', 'keyEncipherment', 'keyAgreement'],
    extended: [],
  },
  dx: {
    commonName: 'CarePlanJigyousho',
    usages: ['digitalSignature', 'nonRepudiation', 'keyEncipherment', 'keyAgreement'],
    extended: [],
  },
  receipt: { commonName: 'Musubi Receipts', usages: ['digitalSignature', 'nonRepudiation'], extended: [] },
  'tls-server': {
    commonName: 'Musubi Hub',
    usages: ['digitalSignature', 'keyEncipherment'],
    extended: ['1.3.6.1.5.5.7.3.1'],
  },
} as const satisfies Record<string, { commonName: string; usages: readonly KeyUsage[]; extended: readonly string[] }>;
export type CertificateProfile = keyof typeof PROFILES;

export interface IssueRequest {
  readonly profile: CertificateProfile;
  /** SubjectPublicKeyInfo of the key to certify. */
  readonly spki: Uint8Array;
  readonly notBefore: Date;
  /** Default: three years after notBefore, as the real ones. */
  readonly notAfter?: Date;
  /** TLS servers only. */
  readonly hostnames?: readonly string[];
}

export interface RevokedEntry {
  readonly serialNumber: string;
  readonly revokedAt: Date;
}

/** A small certificate authority for trials and tests. */
export interface Authority {
  readonly certificate: Certificate;
  issue(request: IssueRequest): Promise<Certificate>;
  revocationList(content: {
    readonly revoked: readonly RevokedEntry[];
    readonly thisUpdate: Date;
    readonly nextUpdate: Date;
    readonly number: number;
  }): Promise<RevocationList>;
  export(): Promise<AuthorityFile>;
}

/** An authority as it is kept: its private key is a secret of the operator. */
export interface AuthorityFile {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

const YEAR = 365.25 * 24 * 60 * 60 * 1000;

/** Creates an authority with a new key, self-signed. */
export async function createAuthority(options: {
  readonly commonName: string;
  readonly organization?: string;
  readonly keyType: KeyType;
  readonly notBefore: Date;
  readonly notAfter: Date;
}): Promise<Authority> {
  const keys = await generateKeyPair(options.keyType);
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', keys.publicKey));
  const subjectDer = nameOf(options.commonName, options.organization ?? null);
  const content = {
    serialNumber: newSerialNumber(),
    issuerDer: subjectDer,
    subjectDer,
    notBefore: options.notBefore,
    notAfter: options.notAfter,
    spki,
    issuerSpki: spki,
    isAuthority: true,
    usages: ['keyCertSign', 'cRLSign'] as const,
    extendedUsages: [],
    hostnames: [],
  };
  const certificate = await parseCertificate(await writeCertificate(content, keys.privateKey));
  return authorityWith(certificate, keys.privateKey);
}

/** Loads an authority from its files. */
export async function loadAuthority({ certificatePem, privateKeyPem }: AuthorityFile): Promise<Authority> {
  const certificate = await parseCertificate(certificatePem);
  const { algorithm, curve } = certificate.publicKey;
  const params =
    algorithm === 'RSA'
      ? { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
      : { name: 'ECDSA', namedCurve: curve ?? 'P-256' };
  const key = await crypto.subtle.importKey('pkcs8', derOf(privateKeyPem), params, true, ['sign']);
  return authorityWith(certificate, key);
}

function authorityWith(certificate: Certificate, key: CryptoKey): Authority {
  return {
    certificate,
    issue: (request) => issue(certificate, key, request),
    revocationList: async ({ revoked, thisUpdate, nextUpdate, number }) => {
      const entries = revoked.map(({ serialNumber, revokedAt }) =>
        sequence(der(TAG.integer, fromHex(serialNumber)), time(revokedAt)),
      );
      const tbs = sequence(
        integer(1),
        signatureAlgorithm(key),
        certificate.subjectDer,
        time(thisUpdate),
        time(nextUpdate),
        ...(entries.length > 0 ? [sequence(...entries)] : []),
        tagged(0, sequence(sequence(oid('2.5.29.20'), octets(integer(number))))),
      );
      return parseRevocationList(await signStructure(tbs, key));
    },
    export: async () => ({
      certificatePem: certificateToPem(certificate),
      privateKeyPem: toPem(new Uint8Array(await crypto.subtle.exportKey('pkcs8', key)), 'PRIVATE KEY'),
    }),
  };
}

async function issue(issuer: Certificate, key: CryptoKey, request: IssueRequest): Promise<Certificate> {
  requireKey(readPublicKey(new DerReader(request.spki, 'MSB-CERT-MALFORMED').next(TAG.sequence)), 'request');
  const { commonName, usages, extended } = PROFILES[request.profile];
  const content = {
    serialNumber: newSerialNumber(),
    issuerDer: issuer.subjectDer,
    subjectDer: nameOf(commonName, null),
    notBefore: request.notBefore,
    notAfter: request.notAfter ?? new Date(request.notBefore.getTime() + 3 * YEAR),
    spki: toBytes(request.spki),
    issuerSpki: issuer.publicKey.spki,
    isAuthority: false,
    usages,
    extendedUsages: extended,
    hostnames: request.hostnames ?? [],
  };
  return parseCertificate(await writeCertificate(content, key));
}

/** 127 random bits, positive. */
function newSerialNumber(): Uint8Array {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes;
}

function fromHex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
