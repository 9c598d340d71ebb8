import {
  type Certificate,
  EVIDENCE_TRUST,
  EVIDENCE_ZIP,
  EvidenceError,
  readSignedPdf,
  type SignedPdf,
  type TrustStore,
  verifyPdfSigner,
} from '@musubi/evidence';
import { unzipSync } from 'fflate';
import type { Pins } from '../hub/trust.js';
import { type EvidenceVerdict, readTrust, type VerificationStep, verifyEvidence } from './folder.js';

/** Receipts and manifests are small: ten years of a large office stay far below. */
const MAX_UNPACKED = 256 * 1024 * 1024;

/** What holds of a signed PDF. */
export interface SignedReportVerdict {
  readonly ok: boolean;
  /** Null when the file as a whole does not hold: nothing in it is to be believed then. */
  readonly signer: SignedPdf | null;
  /** hub: signed by the hub's receipt key. */
  readonly signedBy: 'office' | 'hub' | null;
  /** The office whose transmissions the same certificate has signed; certificates themselves do not name it. */
  readonly officeNumber: string | null;
  readonly authorities: readonly Certificate[];
  readonly steps: readonly VerificationStep[];
  /** By the folder's name, which is the transmission's id. */
  readonly transmissions: ReadonlyMap<string, EvidenceVerdict>;
}

const NAME = 'PDFの電子署名';

/**
 * Verifies a signed PDF with nothing but itself: its signature over every byte, the signer's certificate by the
 * authorities that it names (pinned ones only, where there are pins), then each attached transmission. Never throws for
 * what a file says.
 */
export async function verifySignedReport(bytes: Uint8Array, pins: Pins | null): Promise<SignedReportVerdict> {
  const nothing = { signer: null, signedBy: null, officeNumber: null, transmissions: new Map() };
  const steps: VerificationStep[] = [];
  let authorities: readonly Certificate[] = [];
  try {
    const signer = await readSignedPdf(bytes);
    const files = unpack(signer);
    const trust = await readTrust(files.get(EVIDENCE_TRUST) ?? new Uint8Array(), pins);
    if (!trust) throw new EvidenceError('MSB-CERT-UNKNOWN-ISSUER', 'no list of authorities');
    authorities = trust.authorities;
    const isHub = isIssuedIn(signer, trust.receipts);
    await verifyPdfSigner(signer, isHub ? trust.receipts : trust.offices);
    steps.push({ subject: 'pdf', name: NAME, ok: true, code: null, message: '正しいことを確かめました' });
    const transmissions = await verifyFolders(files, pins);
    const all = [...transmissions.values()];
    const own = all.find(({ ok, signer: fingerprint }) => ok && fingerprint === signer.certificate.fingerprint);
    return {
      ok: all.every(({ ok }) => ok),
      signer,
      signedBy: isHub ? 'hub' : 'office',
      officeNumber: own?.manifest?.sender.officeNumber ?? null,
      authorities: isHub ? trust.receipts.anchors : authorities,
      steps,
      transmissions,
    };
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    steps.push({ subject: 'pdf', name: NAME, ok: false, code: error.code, message: error.message });
    return { ok: false, ...nothing, authorities, steps };
  }
}

function isIssuedIn({ certificate }: SignedPdf, { anchors, notAccepted = [] }: TrustStore): boolean {
  return [...anchors, ...notAccepted].some(({ subject }) => subject === certificate.issuer);
}

function unpack(signer: SignedPdf): Map<string, Uint8Array> {
  const zip = signer.attachment(EVIDENCE_ZIP);
  if (!zip) return new Map();
  let size = 0;
  try {
    const files = unzipSync(zip, {
      filter: ({ originalSize }) => {
        size += originalSize;
        return size <= MAX_UNPACKED;
      },
    });
    if (size <= MAX_UNPACKED) return new Map(Object.entries(files));
  } catch {
    // said below
  }
  throw new EvidenceError('MSB-PDF-MALFORMED', EVIDENCE_ZIP);
}

async function verifyFolders(
  files: ReadonlyMap<string, Uint8Array>,
  pins: Pins | null,
): Promise<Map<string, EvidenceVerdict>> {
  const shared = [...files].filter(([path]) => !path.includes('/'));
  const folders = new Map<string, Map<string, Uint8Array>>();
  for (const [path, bytes] of files) {
    const [id = '', name] = path.split('/');
    if (!name) continue;
    const folder = folders.get(id) ?? new Map(shared);
    folders.set(id, folder.set(name, bytes));
  }
  const verdicts = new Map<string, EvidenceVerdict>();
  for (const [id, folder] of folders) verdicts.set(id, await verifyEvidence(folder, new Map(), pins));
  return verdicts;
}
