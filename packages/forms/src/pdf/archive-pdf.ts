import PDFDocument from 'pdfkit';
import { SRGB } from './srgb.data.js';

const PDFA = `
  <rdf:Description xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" rdf:about="">
    <pdfaid:part>2</pdfaid:part>
    <pdfaid:conformance>B</pdfaid:conformance>
  </rdf:Description>`;
const PROFILE_NAME = 'sRGB IEC61966-2.1';

/**
 * A PDF/A-2b file. pdfkit can write the output intent itself (`subset`), but in the browser it looks for the colour
 * profile in a file that bundlers move away; here the profile is data, so that browser and Node write the same.
 */
export class ArchivePdf extends PDFDocument {
  /** The file's catalogue, which pdfkit's types do not tell. */
  declare readonly _root: { readonly data: Record<string, unknown> };

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
    this.appendXML(PDFA);
    this.end();
  }
}

/** pdfkit writes strings as names of PDF; objects of String are what it writes as texts. */
function literal(text: string): object {
  return Object(text);
}
