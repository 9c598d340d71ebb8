import { ROUTES, type SignedReceiptData, type TrustData } from '@musubi/contract';
import {
  type Certificate,
  checkReceiptChain,
  EvidenceError,
  fromBase64,
  type Manifest,
  type PackedTransmission,
  parseManifest,
  type Receipt,
  requireContent,
  sha256Hex,
  TERMINAL_EVENTS,
  type TrustStore,
  verifyManifest,
  verifyReceipt,
} from '@musubi/evidence';
import { judgeTrust, officeTrust, type Pins, receiptTrust, type Trust } from '../hub/trust.js';
import { accountForParts, type GivenFile } from './account.js';
import { type Places, readSavedMap, SAVED_MAP, savedMapBytes } from './places.js';
import { type Believed, Steps } from './steps.js';
import { type EvidenceVerdict, type VerificationStep, worstOf } from './verdict.js';

export type ReceiptData = SignedReceiptData;

/** The contents of an evidence folder. */
export interface EvidenceParts {
  /** Without its ciphertext where only manifest and receipts are kept. */
  readonly packed: Omit<PackedTransmission, 'payload'> & { readonly payload: Uint8Array | null };
  /** Proves the parts themselves. */
  readonly salt: Uint8Array | null;
  readonly receipts: readonly ReceiptData[];
  readonly trust: TrustData;
  /** The places of the parts; null when they do not lie beside the evidence. */
  readonly places: Places | null;
}

const NOWHERE: Places = { files: [], attachments: [], message: null };

/** The files of an evidence folder: each pair can be judged by `openssl cms -verify` on its own. */
export function evidenceFiles({ packed, salt, receipts, trust, places }: EvidenceParts): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>([
    ['manifest.json', packed.manifest],
    ['manifest.p7s', packed.signature],
    ['trust.json', new TextEncoder().encode(JSON.stringify(trust, null, 2))],
    ['certificate-authorities.pem', new TextEncoder().encode(trust.anchors.join(''))],
    ['receipt-authorities.pem', new TextEncoder().encode(trust.receiptCertificates.join(''))],
  ]);
  if (packed.payload) files.set('payload.p7m', packed.payload);
  if (salt) files.set('salt.bin', salt);
  for (const [name, bytes] of receiptFiles(receipts)) files.set(name, bytes);
  return files.set(SAVED_MAP, savedMapBytes(files.keys(), places ?? NOWHERE));
}

/** The files of receipts, numbered in the order of their chain. */
export function receiptFiles(receipts: readonly ReceiptData[]): Map<string, Uint8Array> {
  return new Map(
    receipts.flatMap(({ event, receipt, signature }, at) => {
      const name = `receipt-${String(at + 1).padStart(2, '0')}-${event}`;
      return [
        [`${name}.json`, fromBase64(receipt)],
        [`${name}.p7s`, fromBase64(signature)],
      ] as const;
    }),
  );
}

/**
 * Verifies an evidence folder with nothing but its files and what lies beside it: signatures, certificates as of their
 * time, receipts and their chain, ciphertext, and every part that the manifest names. Works off line and years later.
 * The signer is known only by authorities that are pinned: without pins a folder could name its own.
 */
export async function verifyEvidence(
  folder: ReadonlyMap<string, Uint8Array>,
  given: readonly GivenFile[],
  pins: Pins | null,
): Promise<EvidenceVerdict> {
  const trust = await readTrust(folder.get('trust.json') ?? new Uint8Array(), pins);
  if (!trust) return withoutTrust(folder.has('trust.json'));
  const steps = new Steps();
  const receipts = await verifyReceipts(folder, trust, steps);
  const verified = await verifySigned(folder, trust, receipts, steps);
  const manifest = verified?.manifest ?? null;
  const found = verified ? await verifyContent(verified.manifest, folder, given, steps) : [];
  if (verified) await verifyChain(verified, receipts, steps);
  const signer = verified?.certificate.fingerprint ?? null;
  const proof = worstOf(steps.all.map((one) => one.proof));
  return { proof, authorities: trust.authorities, manifest, signer, receipts, found, steps: steps.all };
}

/** The manifest with its signature, the certificate as of the submission, or as of its own time where no receipt tells it. */
async function verifySigned(
  folder: ReadonlyMap<string, Uint8Array>,
  trust: EvidenceTrust,
  receipts: readonly Receipt[],
  steps: Steps,
) {
  const [manifest, signature] = [folder.get('manifest.json'), folder.get('manifest.p7s')];
  if (!manifest || !signature) {
    const name = manifest ? 'manifest.p7s' : 'manifest.json';
    steps.add('manifest', name, 'absent', 'ここにないため、何が送られたかを確かめられません。');
    return null;
  }
  return steps.signed('manifest', 'manifest.json', trust.offices, async (offices) => {
    const at = new Date(receipts[0]?.submissionTime ?? parseManifest(manifest).createdAt);
    const verified = await verifyManifest({ manifest, signature }, { trust: offices, at });
    return { ...verified, digest: await sha256Hex(manifest) };
  });
}

function withoutTrust(isThere: boolean): EvidenceVerdict {
  const step: VerificationStep = isThere
    ? {
        subject: 'trust',
        name: 'trust.json',
        proof: 'changed',
        code: 'MSB-CERT-MALFORMED',
        message: '認証局の一覧（trust.json）を読み取れません。書き換えられているおそれがあります。',
      }
    : {
        subject: 'trust',
        name: 'trust.json',
        proof: 'absent',
        code: null,
        message: '認証局の一覧（trust.json）がここにないため、署名を確かめられません。',
      };
  return { proof: step.proof, authorities: [], manifest: null, signer: null, receipts: [], found: [], steps: [step] };
}

/** The trust that evidence names, as far as it counts here. */
interface EvidenceTrust {
  readonly offices: Believed;
  readonly receipts: Believed;
  /** All it names, whether they count or not. */
  readonly authorities: readonly Certificate[];
}

/** Reads whom evidence says to trust, judged by the pins; null when it does not say so. */
export async function readTrust(bytes: Uint8Array, pins: Pins | null): Promise<EvidenceTrust | null> {
  const told = toldIn(bytes);
  if (!told) return null;
  try {
    const trust = await judgeTrust(told, pins ?? { offices: [], receipts: [] });
    const [offices, receipts] = await Promise.all([believed(trust, officeTrust), believed(trust, receiptTrust)]);
    return { offices, receipts, authorities: [...offices.named.anchors, ...receipts.named.anchors] };
  } catch (error) {
    if (error instanceof EvidenceError) return null; // a certificate or list that can't be read
    throw error;
  }
}

async function believed(trust: Trust, read: (trust: Trust) => Promise<TrustStore>): Promise<Believed> {
  const accepted = await read(trust);
  return {
    accepted,
    named: { ...accepted, anchors: [...accepted.anchors, ...(accepted.notAccepted ?? [])], notAccepted: [] },
  };
}

function toldIn(bytes: Uint8Array): TrustData | null {
  try {
    return ROUTES.trust.answer.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return null; // not JSON, or not of this shape: the caller says so
  }
}

async function verifyReceipts(
  folder: ReadonlyMap<string, Uint8Array>,
  { receipts: trust }: EvidenceTrust,
  steps: Steps,
): Promise<Receipt[]> {
  // By the map of saved names, so that one that was taken away is missed, and as they lie there.
  const told = readSavedMap(folder.get(SAVED_MAP))?.evidence ?? [];
  const names = [...told, ...folder.keys()].flatMap(
    (name) => /^(receipt-\d+-\w+)\.(?:json|p7s)$/.exec(name)?.[1] ?? [],
  );
  const receipts: Receipt[] = [];
  for (const name of [...new Set(names)].sort()) {
    const [receipt, signature] = [folder.get(`${name}.json`), folder.get(`${name}.p7s`)];
    if (!receipt || !signature) {
      steps.add('receipt', `${name}.${receipt ? 'p7s' : 'json'}`, 'absent', 'ここにないため、確かめていません。');
      continue;
    }
    const read = await steps.signed('receipt', `${name}.json`, trust, (store) =>
      verifyReceipt({ receipt, signature }, store),
    );
    if (read) receipts.push(read);
  }
  return receipts;
}

async function verifyChain(
  { manifest, digest }: { readonly manifest: Manifest; readonly digest: string },
  receipts: readonly Receipt[],
  steps: Steps,
): Promise<void> {
  await steps.check('chain', '証跡のつながり', async () => checkReceiptChain(receipts, manifest, digest));
  if (receipts.some(({ erdsEventId }) => TERMINAL_EVENTS.has(erdsEventId))) return;
  const name = receipts.length === 0 ? '証跡（receipt-…）' : '結果（取得・期限切れ・取消）の証跡';
  steps.add('outcome', name, 'absent', 'ここにないため、この送信がどうなったかは分かりません。');
}

async function verifyContent(
  manifest: Manifest,
  folder: ReadonlyMap<string, Uint8Array>,
  given: readonly GivenFile[],
  steps: Steps,
): Promise<readonly string[]> {
  const payload = folder.get('payload.p7m');
  if (payload) await steps.check('payload', 'payload.p7m', () => requireContent(payload, manifest));
  else steps.add('payload', 'payload.p7m', 'absent', '暗号データがここにないため、確かめていません。');
  const saved = readSavedMap(folder.get(SAVED_MAP));
  const account = await accountForParts(manifest, folder.get('salt.bin'), given, saved);
  steps.all.push(...account.steps);
  return account.found;
}
