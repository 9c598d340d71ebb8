import PDFDocument from 'pdfkit';
import { SRGB } from './srgb.data.js';

/** What the file says to be: part 3 of the standard is part 2 with files of any kind attached. */
const conformance = (part: 2 | 3) => `
  <rdf:Description xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" rdf:about="">
    <pdfaid:part>${part}</pdfaid:part>
    <pdfaid:conformance>B</pdfaid:conformance>
  </rdf:Description>`;
const PROFILE_NAME = 'sRGB IEC61966-2.1';

/** The types of pdfkit do not know `relationship`, which PDF/A-3 asks for. */
type AttachmentOptions = Parameters<PDFKit.PDFDocument['file']>[1] & { readonly relationship: string };

/** A file that travels inside the PDF. */
export interface PdfAttachment {
  /** Letters, digits, dots and hyphens only. */
  readonly name: string;
  readonly mediaType: string;
  readonly description: string;
  readonly bytes: Uint8Array;
}

/**
 * A PDF/A-2b file, or PDF/A-3b when files are attached. pdfkit can write the output intent itself (`subset`), but in the
 * browser it looks for the colour profile in a file that bundlers move away; here the profile is data, so that browser
 * and Node write the same.
 */
export class ArchivePdf extends PDFDocument {
  /** The file's catalogue, which pdfkit's types do not tell. */
  declare readonly _root: { readonly data: Record<string, unknown> };
  #hasFiles = false;

  constructor(title: string) {
    super({
      autoFirstPage: false,
      pdfVersion: '1.7',
      lang: 'ja',
      displayTitle: true,
      info: { Title: title, Author: 'Musubi', Creator: 'Musubi', Producer: 'PDFKit' },
      font: '', // pdfkit would load Helvetica otherwise, which stands in no PDF/A without being embedded
    });
  }

  attach({ name, mediaType, description, bytes }: PdfAttachment, modifiedDate: Date): void {
    const options: AttachmentOptions = { name, type: mediaType, description, modifiedDate, relationship: 'Supplement' };
    this.file(new Uint8Array(bytes).buffer, options);
    this.#hasFiles = true;
  }

  finish(): void {
    const bytes = Uint8Array.from(atob(SRGB), (character) => character.charCodeAt(0));
    const profile = this.ref({ N: 3 });
    profile.end(bytes);
    const intent = this.ref({
      Type: 'OutputIntent',
      S: 'GTS_PDFA1',
      Info: literal(PROFILE_NAME),
      OutputConditionIdentifier: literal(PROFILE_NAME),
      DestOutputProfile: profile,
    });
    intent.end(undefined);
    this._root.data.OutputIntents = [intent];
    this.appendXML(conformance(this.#hasFiles ? 3 : 2));
    this.end();
  }
}

/** pdfkit writes strings as names of PDF; objects of String are what it writes as texts. */
function literal(text: string): object {
  return Object(text);
}
