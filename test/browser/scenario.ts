import {
  createAuthority,
  exportPkcs12,
  generateKeyPair,
  identityFromPkcs8,
  importPkcs12,
  type KeyType,
  type PackedTransmission,
  packTransmission,
  sha256Hex,
  unpackTransmission,
  verifySubmission,
} from '@musubi/evidence';
import { checkFiles, compareScheduleWithActuals, encodeMs932, showUnit } from '@musubi/standard';

/** A file as it crosses into the browser: bytes as plain numbers. */
export interface PlainFile {
  readonly name: string;
  readonly bytes: readonly number[];
}

/** What both runtimes must find alike. */
export interface Outcome {
  readonly units: readonly string[];
  readonly findings: readonly string[];
  readonly differences: number;
  readonly shown: string;
  readonly encoded: string;
  readonly opened: readonly string[];
}

const NOW = new Date('2026-10-01T09:00:00Z');

/** An authority, a certificate and an identity that went through a PKCS #12 file, all made here. */
export async function newOffice(keyType: KeyType) {
  const lifetime = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2036-01-01T00:00:00Z') };
  const authority = await createAuthority({ commonName: 'e-seikyuu CA', keyType, ...lifetime });
  const keys = await generateKeyPair(keyType);
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', keys.publicKey));
  const certificate = await authority.issue({ profile: 'dx', spki, notBefore: lifetime.notBefore });
  const privateKeyPkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
  const file = await exportPkcs12({
    certificate,
    chain: [authority.certificate],
    privateKeyPkcs8,
    password: 'himitsu',
  });
  const opened = await importPkcs12(file, 'himitsu');
  const identity = await identityFromPkcs8(opened.certificate, opened.chain, opened.privateKeyPkcs8);
  return { identity, trust: { anchors: [authority.certificate], revocationLists: [], requireRevocationList: false } };
}

export async function pack(
  office: Awaited<ReturnType<typeof newOffice>>,
  bytes: Uint8Array,
): Promise<PackedTransmission> {
  return packTransmission({
    id: '0199a0b0-0000-7000-8000-000000000001',
    sender: { officeNumber: '1377700001', serviceType: '43' },
    recipient: { officeNumber: '1375400014', serviceType: '13' },
    kind: 'schedule',
    serviceMonth: '202610',
    edition: '4.1',
    serial: '20260925100004',
    files: [{ name: 'UPPLAN.CSV', bytes }],
    attachments: [],
    message: '10月分です',
    createdAt: NOW,
    signer: office.identity,
    readers: [office.identity.certificate],
  });
}

export async function open(office: Awaited<ReturnType<typeof newOffice>>, packed: PackedTransmission) {
  return unpackTransmission(packed, [office.identity], { trust: office.trust, at: NOW });
}

const RUNS = 200;

/** Packs and opens of a 60 KB unit that does not compress, per second. */
export async function measurePacking(keyType: KeyType): Promise<{ packs: number; opens: number }> {
  const office = await newOffice(keyType);
  const bytes = crypto.getRandomValues(new Uint8Array(60_000));
  const packed = await pack(office, bytes);
  const rate = async (run: () => Promise<unknown>) => {
    await run();
    const begun = performance.now();
    for (let at = 0; at < RUNS; at++) await run();
    return (RUNS / (performance.now() - begun)) * 1000;
  };
  return { packs: await rate(() => pack(office, bytes)), opens: await rate(() => open(office, packed)) };
}

/** Runs both pure packages once: reading, checks, comparison, forms, certificates, PKCS #12, packing and opening. */
export async function runScenario(plans: readonly PlainFile[], actuals: readonly PlainFile[]): Promise<Outcome> {
  const inputs = (files: readonly PlainFile[]) =>
    files.map(({ name, bytes }) => ({ name, bytes: Uint8Array.from(bytes) }));
  const planned = checkFiles(inputs(plans));
  const provided = checkFiles(inputs(actuals));
  const opened: string[] = [];
  for (const keyType of ['rsa-2048', 'p-256'] as const) {
    const office = await newOffice(keyType);
    const packed = await pack(office, inputs(plans)[0]?.bytes ?? new Uint8Array());
    await verifySubmission(packed, { trust: office.trust, at: NOW });
    const { message, files } = await open(office, packed);
    opened.push(`${message} ${await sha256Hex(files[0]?.bytes ?? new Uint8Array())}`);
  }
  const encoded = encodeMs932('①㈱髙﨑～－ｱ');
  return {
    units: planned.units.map(({ kind, serial }) => `${kind} ${serial}`),
    findings: planned.findings.map(({ code, message }) => `${code} ${message}`),
    differences: compareScheduleWithActuals(planned.units, provided.units).differences.length,
    shown: planned.units[0] ? showUnit(planned.units[0]) : '',
    encoded: 'bytes' in encoded ? [...encoded.bytes].join(' ') : '',
    opened,
  };
}
