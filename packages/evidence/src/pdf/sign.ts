import { OID } from '../algorithms.js';
import { type Bytes, concat, sha256Hex, toHex } from '../bytes.js';
import type { Identity } from '../certificates/identity.js';
import { attribute, signAttributes } from '../cms/signed-data.js';
import { octets, sequence } from '../der/writer.js';
import { asArray, malformed, PdfFile, type PdfOf, type PdfValue } from './reader.js';

export interface PdfSigning {
  readonly signingTime: Date;
  /** Who signs, as readers show it: certificates of this field all have the same name. */
  readonly name: string;
  readonly reason: string;
}

/** What a signature takes besides its certificates. */
const SIGNATURE_ROOM = 2048;
const RANGE_ROOM = 60;

/**
 * Signs a PDF as PAdES baseline B-B (ETSI EN 319 142-1): the file stays as it is, and an incremental update adds an
 * invisible signature field whose CMS covers every byte but its own. The file must have cross-reference tables and no
 * form or annotation on its first page, as those of `@musubi/forms` are. Throws MSB-PDF-MALFORMED otherwise.
 */
export async function signPdf(pdf: Uint8Array, signer: Identity, signing: PdfSigning): Promise<Bytes> {
  const { bytes, contentsAt, contentsEnd } = await prepare(pdf, signer, signing);
  const covered = concat(bytes.subarray(0, contentsAt), bytes.subarray(contentsEnd));
  // The time stands in /M: PAdES B-B does not want it in the CMS as well. The attribute ties the certificate in.
  const certificateId = octets(hexBytes(signer.certificate.fingerprint));
  const essCertificate = attribute(OID.signingCertificateV2, sequence(sequence(sequence(certificateId))));
  const hex = toHex(await signAttributes(covered, signer, [essCertificate]));
  if (hex.length > contentsEnd - contentsAt - 2) throw new RangeError('the signature is larger than its room');
  bytes.set(latin1(hex), contentsAt + 1);
  return bytes;
}

interface Prepared {
  readonly bytes: Bytes;
  /** Where `<` of the signature stands, and where what follows its `>` does. */
  readonly contentsAt: number;
  readonly contentsEnd: number;
}

async function prepare(pdf: Uint8Array, signer: Identity, signing: PdfSigning): Promise<Prepared> {
  const file = new PdfFile(pdf);
  const { trailer } = file;
  const root = asReference(trailer.entries.get('Root'));
  const page = firstPage(file, root);
  const size = file.resolve(trailer.entries.get('Size'));
  if (size.kind !== 'number') return malformed('size');
  const [signature, field] = [size.value, size.value + 1];
  const certificates = [signer.certificate, ...signer.chain].reduce((sum, { der }) => sum + der.length, 0);
  const room = 2 * (SIGNATURE_ROOM + certificates);
  const update = new Update(pdf.length);
  update.object(root, withEntry(file, root, 'AcroForm', `<< /Fields [${field} 0 R] /SigFlags 3 >>`));
  update.object(page, withEntry(file, page, 'Annots', `[${field} 0 R]`));
  update.object(
    { number: field, generation: 0 },
    `<< /Type /Annot /Subtype /Widget /FT /Sig /T (Signature1) /V ${signature} 0 R /Rect [0 0 0 0] /F 132 /P ${page.number} ${page.generation} R >>`,
  );
  const head = [
    '<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached',
    `/M (${pdfTime(signing.signingTime)})`,
    `/Name ${textString(signing.name)}`,
    `/Reason ${textString(signing.reason)}`,
    '/ByteRange ',
  ].join('\n');
  const start = update.object(
    { number: signature, generation: 0 },
    `${head}${' '.repeat(RANGE_ROOM)}\n/Contents <${'0'.repeat(room)}> >>`,
  );
  const rangeAt = start + head.length;
  const contentsAt = rangeAt + RANGE_ROOM + '\n/Contents '.length;
  const contentsEnd = contentsAt + room + 2;
  const bytes = concat(pdf, latin1(update.close(await trailerOf(file, pdf, size.value + 2))));
  bytes.set(latin1(`[0 ${contentsAt} ${contentsEnd} ${bytes.length - contentsEnd}]`), rangeAt);
  return { bytes, contentsAt, contentsEnd };
}

type ObjectId = Pick<PdfOf<'reference'>, 'number' | 'generation'>;

/** An incremental update (ISO 32000 7.5.6) being written. */
class Update {
  #text = '\n';
  readonly #entries: { number: number; entry: string }[] = [];

  constructor(private readonly base: number) {}

  /** Adds an object and gives the place of its content in the file. */
  object({ number, generation }: ObjectId, content: string): number {
    const offset = this.base + this.#text.length;
    this.#entries.push({ number, entry: `${pad(offset, 10)} ${pad(generation, 5)} n \n` });
    const head = `${number} ${generation} obj\n`;
    this.#text += `${head}${content}\nendobj\n`;
    return offset + head.length;
  }

  close(trailer: string): string {
    const sections = [...this.#entries]
      .sort((a, b) => a.number - b.number)
      .map(({ number, entry }) => `${number} 1\n${entry}`);
    const tableAt = this.base + this.#text.length;
    return `${this.#text}xref\n${sections.join('')}trailer\n${trailer}\nstartxref\n${tableAt}\n%%EOF\n`;
  }
}

async function trailerOf(file: PdfFile, pdf: Uint8Array, size: number): Promise<string> {
  const part = (value: PdfValue | undefined) => (value ? file.text.slice(value.start, value.end) : '');
  const { entries } = file.trailer;
  const info = entries.has('Info') ? ` /Info ${part(entries.get('Info'))}` : '';
  const id = entries.get('ID');
  const first = id ? part(asArray(id)[0]) : null;
  const changed = (await sha256Hex(pdf)).slice(0, 32);
  const ids = first ? ` /ID [${first} <${changed}>]` : '';
  return `<< /Size ${size} /Root ${part(entries.get('Root'))}${info}${ids} /Prev ${file.tableAt} >>`;
}

function asReference(value: PdfValue | undefined): PdfOf<'reference'> {
  return value?.kind === 'reference' ? value : malformed('no reference');
}

function firstPage(file: PdfFile, root: PdfOf<'reference'>): PdfOf<'reference'> {
  let node = asReference(file.dictionary(root).entries.get('Pages'));
  for (let depth = 0; depth < 20; depth++) {
    const kids = file.dictionary(node).entries.get('Kids');
    if (!kids) return node;
    node = asReference(asArray(file.resolve(kids))[0]);
  }
  return malformed('page tree');
}

/** An object's dictionary as it stands, with one entry more. */
function withEntry(file: PdfFile, reference: PdfOf<'reference'>, key: string, value: string): string {
  const { entries, start, end } = file.dictionary(reference);
  if (entries.has(key)) malformed(`has ${key} already`);
  return `${file.text.slice(start, end - 2)}/${key} ${value}\n>>`;
}

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}

/** D:20261001090000Z */
function pdfTime(at: Date): string {
  return `D:${at.toISOString().replaceAll(/[-:T]|\.\d+/g, '')}`;
}

/** A text of any characters: UTF-16BE with its mark, as hexadecimal digits. */
function textString(text: string): string {
  const units = Array.from({ length: text.length }, (_, at) => text.charCodeAt(at).toString(16).padStart(4, '0'));
  return `<feff${units.join('')}>`;
}

function latin1(text: string): Bytes {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function hexBytes(hex: string): Bytes {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
