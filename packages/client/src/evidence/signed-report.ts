import {
  type Certificate,
  EVIDENCE_PROBLEMS,
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
import { readTrust, verifyEvidence } from './folder.js';
import { Steps } from './steps.js';
import { type EvidenceVerdict, type Proof, type Subject, type VerificationStep, worstOf } from './verdict.js';

/** Receipts and manifests are small: ten years of a large office stay far below. */
const MAX_UNPACKED = 256 * 1024 * 1024;

/** What holds of a signed PDF. */
export interface SignedReportVerdict {
  /**
   * The worst of the PDF and the receipts in it. What was sent is never in a PDF: that it is absent counts only in the
   * verdict of each transmission.
   */
  readonly proof: Proof;
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
const NEVER_INSIDE: readonly Subject[] = ['payload', 'file', 'attachment', 'message', 'outcome'];

/** Judges the receipts of a transmission that is attached to a PDF. */
export function attachedProof({ steps }: EvidenceVerdict): Proof {
  const inside = steps.filter(({ subject, proof }) => !(proof === 'absent' && NEVER_INSIDE.includes(subject)));
  return worstOf(inside.map(({ proof }) => proof));
}

/**
 * Verifies a signed PDF with nothing but itself: its signature over every byte, the signer's certificate by the
 * authorities that it names and that are pinned, then each attached transmission. Never throws for what a file says.
 */
export async function verifySignedReport(bytes: Uint8Array, pins: Pins | null): Promise<SignedReportVerdict> {
  const steps = new Steps();
  const read = await steps.check('pdf', NAME, async () => {
    const signer = await readSignedPdf(bytes);
    return { signer, files: unpack(signer) };
  });
  const nothing = { signer: null, signedBy: null, officeNumber: null, authorities: [], transmissions: new Map() };
  if (!read) return { ...nothing, proof: 'changed', steps: steps.all };
  const { signer, files } = read;
  const trust = await readTrust(files.get(EVIDENCE_TRUST) ?? new Uint8Array(), pins);
  if (!trust) {
    steps.add('trust', '署名した者', 'unknown', EVIDENCE_PROBLEMS[NO_AUTHORITY], NO_AUTHORITY);
    return { ...nothing, proof: 'unknown', signer, steps: steps.all };
  }
  const isHub = isIssuedIn(signer, trust.receipts.named);
  const by = isHub ? trust.receipts : trust.offices;
  const isHeld = await steps.signed('trust', '署名した者の証明書', by, async (store) => verifyPdfSigner(signer, store));
  const transmissions = await verifyFolders(files, pins);
  const all = [...transmissions.values()];
  const proofs = [...steps.all.map(({ proof }) => proof), ...all.map(attachedProof)];
  const own = all.find((one) => attachedProof(one) === 'proven' && one.signer === signer.certificate.fingerprint);
  return {
    proof: worstOf(proofs),
    signer: isHeld === null && steps.all.some(({ proof }) => proof === 'changed') ? null : signer,
    signedBy: isHub ? 'hub' : 'office',
    officeNumber: own?.manifest?.sender.officeNumber ?? null,
    authorities: isHub ? trust.receipts.named.anchors : trust.authorities,
    steps: steps.all,
    transmissions,
  };
}

const NO_AUTHORITY = 'MSB-CERT-UNKNOWN-ISSUER';

function isIssuedIn({ certificate }: SignedPdf, { anchors }: TrustStore): boolean {
  return anchors.some(({ subject }) => subject === certificate.issuer);
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
  for (const [id, folder] of folders) verdicts.set(id, await verifyEvidence(folder, [], pins));
  return verdicts;
}
