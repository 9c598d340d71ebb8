import { type Bytes, concat } from '../bytes.js';
import type { Certificate } from '../certificates/certificate.js';
import { type TrustStore, verifyCertificate } from '../certificates/verify.js';
import { verifyDetached } from '../cms/signed-data.js';
import { DerReader, TAG } from '../der/reader.js';
import { EvidenceError } from '../problems.js';
import { asArray, malformed, PdfFile, type PdfOf, type PdfValue } from './reader.js';

/** A PDF whose signature holds over every byte of it. */
export interface SignedPdf {
  readonly certificate: Certificate;
  readonly chain: readonly Certificate[];
  /** The signer's own statement: no third party has stamped it. */
  readonly signingTime: Date;
  /** What the signer calls itself; nobody else has confirmed it. */
  readonly name: string;
  readonly reason: string;
  /** Embedded files by name, unpacked when asked for; throws MSB-PDF-MALFORMED when one can't be. */
  attachment(name: string): Uint8Array | null;
}

/**
 * Checks the signature of a PDF: it must cover the whole file but itself, and fit. Cryptographic only: whether the
 * certificate is trusted is `verifySignedPdf`'s matter. Throws MSB-PDF-MALFORMED, -NOT-SIGNED, -APPENDED or MSB-SIG-….
 */
export async function readSignedPdf(bytes: Uint8Array): Promise<SignedPdf> {
  const file = new PdfFile(bytes);
  const signature = wholeSignature(file);
  const contents = signature.entries.get('Contents');
  if (contents?.kind !== 'hex') return malformed('contents');
  const covered = concat(bytes.subarray(0, contents.start), bytes.subarray(contents.end));
  const verified = await verifyDetached(cmsOf(contents), covered);
  const { certificate, chain } = verified;
  // ETSI EN 319 122-1 5.2.2: without it another certificate of the same key could be put in the signer's place.
  if (verified.certificateDigest !== certificate.fingerprint) throw new EvidenceError('MSB-SIG-INVALID', 'certificate');
  return {
    certificate,
    chain,
    signingTime: timeOf(signature.entries.get('M')),
    name: textOf(signature.entries.get('Name')),
    reason: textOf(signature.entries.get('Reason')),
    attachment: (name) => attachmentOf(file, name),
  };
}

/**
 * Checks signature and certificate of a PDF, the certificate as of the time of signing, so that it holds years later,
 * or as of `at`. Throws an EvidenceError with the reason.
 */
export async function verifySignedPdf(bytes: Uint8Array, trust: TrustStore, at?: Date): Promise<SignedPdf> {
  const signed = await readSignedPdf(bytes);
  await verifyPdfSigner(signed, trust, at);
  return signed;
}

/** The part of `verifySignedPdf` that needs trust: for files that bring along whom to trust. */
export async function verifyPdfSigner(signed: SignedPdf, trust: TrustStore, at?: Date): Promise<void> {
  const intermediates = [...(trust.intermediates ?? []), ...signed.chain];
  await verifyCertificate(
    signed.certificate,
    { ...trust, intermediates },
    { at: at ?? signed.signingTime, usage: 'sign' },
  );
}

/** The signature that covers the whole file. One that does not was made before something was added. */
function wholeSignature(file: PdfFile): PdfOf<'dictionary'> {
  const signatures = signaturesOf(file);
  const whole = signatures.find((signature) => coversAll(signature, file.bytes.length));
  if (whole) return whole;
  const isLeft = signatures.length > 0 || file.text.includes('/ByteRange');
  throw new EvidenceError(isLeft ? 'MSB-PDF-APPENDED' : 'MSB-PDF-NOT-SIGNED');
}

function signaturesOf(file: PdfFile): PdfOf<'dictionary'>[] {
  const form = file.dictionary(file.trailer.entries.get('Root')).entries.get('AcroForm');
  if (!form) return [];
  const fields = file.dictionary(form).entries.get('Fields');
  return (fields ? asArray(file.resolve(fields)) : [])
    .map((field) => file.dictionary(field).entries)
    .filter((field) => isName(field.get('FT'), 'Sig') && field.has('V'))
    .map((field) => file.dictionary(field.get('V')))
    .filter(({ entries }) => isName(entries.get('SubFilter'), 'ETSI.CAdES.detached'));
}

function isName(value: PdfValue | undefined, name: string): boolean {
  return value?.kind === 'name' && value.value === name;
}

/** ByteRange names all bytes but those of Contents, from `<` to `>`. */
function coversAll({ entries }: PdfOf<'dictionary'>, length: number): boolean {
  const contents = entries.get('Contents');
  const range = entries.get('ByteRange');
  if (contents?.kind !== 'hex' || range?.kind !== 'array') return false;
  const numbers = range.items.map((item) => (item.kind === 'number' ? item.value : -1));
  const wanted = [0, contents.start, contents.end, length - contents.end];
  return numbers.length === 4 && wanted.every((value, at) => value === numbers[at]);
}

/** The CMS without the zeros after it; anything else after it is nobody's. */
function cmsOf({ value }: PdfOf<'hex' | 'literal'>): Bytes {
  if (!/^(?:[0-9A-Fa-f]{2})+$/.test(value)) malformed('contents');
  const padded = Uint8Array.from(value.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const { raw } = new DerReader(padded, 'MSB-SIG-MALFORMED').next(TAG.sequence);
  if (padded.subarray(raw.length).some((byte) => byte !== 0))
    throw new EvidenceError('MSB-SIG-MALFORMED', 'bytes after the signature');
  return padded.slice(0, raw.length);
}

function timeOf(value: PdfValue | undefined): Date {
  const text = value?.kind === 'literal' ? value.value : '';
  const match = /^D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = match?.slice(1).map(Number) ?? [];
  return match ? new Date(Date.UTC(year, month - 1, day, hour, minute, second)) : malformed('time of signing');
}

function textOf(value: PdfValue | undefined): string {
  if (value?.kind !== 'hex' || !value.value.startsWith('feff')) return '';
  const units = value.value.slice(4).match(/.{4}/g) ?? [];
  return String.fromCharCode(...units.map((unit) => Number.parseInt(unit, 16)));
}

/** Walks no tree of names: the files that PDF/A-3 names in /AF are all there are. */
function attachmentOf(file: PdfFile, name: string): Uint8Array | null {
  const list = file.dictionary(file.trailer.entries.get('Root')).entries.get('AF');
  for (const item of list ? asArray(file.resolve(list)) : []) {
    const { entries } = file.dictionary(item);
    const known = entries.get('F');
    if (known?.kind === 'literal' && known.value === name)
      return file.stream(file.dictionary(entries.get('EF')).entries.get('F'));
  }
  return null;
}
