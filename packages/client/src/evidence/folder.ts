import { ROUTES, type SignedReceiptData, type TrustData } from '@musubi/contract';
import {
  type Certificate,
  checkReceiptChain,
  EvidenceError,
  fromBase64,
  type Manifest,
  type PackedTransmission,
  type Receipt,
  requireContent,
  sha256Hex,
  type TrustStore,
  verifyManifest,
  verifyReceipt,
} from '@musubi/evidence';
import { judgeTrust, officeTrust, type Pins, receiptTrust } from '../hub/trust.js';

export type ReceiptData = SignedReceiptData;

/** What an evidence folder is made of. `salt` proves the files themselves; without it only names and sizes are proven. */
export interface EvidenceParts {
  /** Without its ciphertext where only manifest and receipts are kept. */
  readonly packed: Omit<PackedTransmission, 'payload'> & { readonly payload: Uint8Array | null };
  readonly salt: Uint8Array | null;
  readonly receipts: readonly ReceiptData[];
  readonly trust: TrustData;
}

/** The files of an evidence folder: each pair can be judged by `openssl cms -verify` on its own. */
export function evidenceFiles({ packed, salt, receipts, trust }: EvidenceParts): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>([
    ['manifest.json', packed.manifest],
    ['manifest.p7s', packed.signature],
    ['trust.json', new TextEncoder().encode(JSON.stringify(trust, null, 2))],
    ['certificate-authorities.pem', new TextEncoder().encode(trust.anchors.join(''))],
    ['receipt-authorities.pem', new TextEncoder().encode(trust.receiptCertificates.join(''))],
  ]);
  if (packed.payload) files.set('payload.p7m', packed.payload);
  if (salt) files.set('salt.bin', salt);
  for (const [at, { event, receipt, signature }] of receipts.entries()) {
    const name = `receipt-${String(at + 1).padStart(2, '0')}-${event}`;
    files.set(`${name}.json`, fromBase64(receipt));
    files.set(`${name}.p7s`, fromBase64(signature));
  }
  return files;
}

/** One thing that was verified, or what is wrong with it. */
export interface VerificationStep {
  readonly subject: 'pdf' | 'trust' | 'manifest' | 'payload' | 'files' | 'receipt' | 'chain';
  readonly name: string;
  readonly ok: boolean;
  readonly code: string | null;
  readonly message: string;
}

export interface EvidenceVerdict {
  readonly ok: boolean;
  /** Whom the folder itself says to trust: compare their fingerprints with what the authorities publish. */
  readonly authorities: readonly Certificate[];
  readonly manifest: Manifest | null;
  /** Fingerprint of the certificate that signed the manifest; null when that does not hold. */
  readonly signer: string | null;
  readonly receipts: readonly Receipt[];
  readonly steps: readonly VerificationStep[];
}

/**
 * Verifies an evidence folder with nothing but its files: signatures, certificates as of their time, receipts and their
 * chain, ciphertext, and — where the standard files are given — their content. Works off line and years later.
 * Of the authorities it names only pinned ones count; without pins all do, and a person compares their fingerprints.
 */
export async function verifyEvidence(
  folder: ReadonlyMap<string, Uint8Array>,
  files: ReadonlyMap<string, Uint8Array>,
  pins: Pins | null,
): Promise<EvidenceVerdict> {
  const steps: VerificationStep[] = [];
  const step = async <T>(
    subject: VerificationStep['subject'],
    name: string,
    run: () => Promise<T>,
  ): Promise<T | null> => {
    try {
      const result = await run();
      steps.push({ subject, name, ok: true, code: null, message: '正しいことを確かめました' });
      return result;
    } catch (error) {
      if (!(error instanceof EvidenceError)) throw error;
      steps.push({ subject, name, ok: false, code: error.code, message: error.message });
      return null;
    }
  };
  const read = (name: string) => folder.get(name) ?? new Uint8Array();
  const trust = await readTrust(read('trust.json'), pins);
  if (!trust) {
    const message = '認証局の一覧（trust.json）がないか、書き換えられています。';
    steps.push({ subject: 'trust', name: 'trust.json', ok: false, code: 'MSB-CERT-MALFORMED', message });
    return { ok: false, authorities: [], manifest: null, signer: null, receipts: [], steps };
  }
  const receipts = await verifyReceipts(folder, trust, step);
  const submittedAt = receipts[0]?.submissionTime;
  const signed = { manifest: read('manifest.json'), signature: read('manifest.p7s') };
  const verified = await step('manifest', 'manifest.json', async () => {
    const at = submittedAt ? new Date(submittedAt) : new Date();
    return verifyManifest(signed, { trust: trust.offices, at });
  });
  const manifest = verified?.manifest ?? null;
  if (manifest) {
    const digest = await sha256Hex(signed.manifest);
    await step('chain', '証跡のつながり', async () => checkReceiptChain(receipts, manifest, digest));
    const payload = folder.get('payload.p7m');
    if (payload) await step('payload', 'payload.p7m', () => requireContent(payload, manifest));
    await verifyFiles(manifest, folder.get('salt.bin'), files, step);
  }
  const signer = verified?.certificate.fingerprint ?? null;
  const ok = steps.every((one) => one.ok) && receipts.length > 0;
  return { ok, authorities: trust.authorities, manifest, signer, receipts, steps };
}

/** Whom evidence says to trust, as far as that counts here. */
interface EvidenceTrust {
  readonly offices: TrustStore;
  readonly receipts: TrustStore;
  /** All it names, whether they count or not. */
  readonly authorities: readonly Certificate[];
}

/** What evidence says whom to trust, judged by the pins; null when it does not say so. */
export async function readTrust(bytes: Uint8Array, pins: Pins | null): Promise<EvidenceTrust | null> {
  const told = toldIn(bytes);
  if (!told) return null;
  try {
    const trust = await judgeTrust(told, pins);
    const [offices, receipts] = await Promise.all([officeTrust(trust), receiptTrust(trust)]);
    const named = [offices, receipts].flatMap(({ anchors, notAccepted = [] }) => [...anchors, ...notAccepted]);
    return { offices, receipts, authorities: named };
  } catch (error) {
    if (error instanceof EvidenceError) return null; // a certificate or list that can't be read
    throw error;
  }
}

function toldIn(bytes: Uint8Array): TrustData | null {
  try {
    return ROUTES.trust.answer.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return null; // not JSON, or not of this shape: the caller says so
  }
}

type Step = <T>(subject: VerificationStep['subject'], name: string, run: () => Promise<T>) => Promise<T | null>;

async function verifyReceipts(
  folder: ReadonlyMap<string, Uint8Array>,
  { receipts: trust }: EvidenceTrust,
  step: Step,
): Promise<Receipt[]> {
  const names = [...folder.keys()].filter((name) => /^receipt-\d+-\w+\.json$/.test(name)).sort();
  const receipts: Receipt[] = [];
  for (const name of names) {
    const signed = {
      receipt: folder.get(name) ?? new Uint8Array(),
      signature: folder.get(name.replace('.json', '.p7s')) ?? new Uint8Array(),
    };
    const receipt = await step('receipt', name, () => verifyReceipt(signed, trust));
    if (receipt) receipts.push(receipt);
  }
  return receipts;
}

async function verifyFiles(
  manifest: Manifest,
  salt: Uint8Array | undefined,
  files: ReadonlyMap<string, Uint8Array>,
  step: Step,
): Promise<void> {
  if (!salt) return;
  for (const { name, digest } of manifest.files) {
    const bytes = files.get(name);
    if (!bytes) continue;
    await step('files', name, async () => {
      const salted = new Uint8Array(salt.length + bytes.length);
      salted.set(salt);
      salted.set(bytes, salt.length);
      if ((await sha256Hex(salted)) !== digest) throw new EvidenceError('MSB-PACK-FILE-CHANGED');
    });
  }
}
