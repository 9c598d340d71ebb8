import { labelledRow } from '../forms/parts.js';
import { type Content, heading, label } from '../layout/piece.js';
import { type Head, PORTRAIT, type Row } from '../layout/sheet.js';

/** An office as reports name it. */
export interface ReportOffice {
  readonly name: string;
  readonly officeNumber: string;
}

/** The certificate that signs a report. */
export interface ReportCertificate {
  readonly issuer: string;
  /** SHA-256, lower-case hex. */
  readonly fingerprint: string;
}

export function officeText({ name, officeNumber }: ReportOffice): string {
  return `${name}（${officeNumber}）`;
}

/** What tells a reader of paper that the file is signed, and by which certificate. */
export function signatureText(whose: string, { issuer, fingerprint }: ReportCertificate): string {
  return `このPDFは、${whose}の証明書で電子署名されています。証明書の発行者: ${issuer}　証明書の指紋（SHA-256）: ${fingerprint}`;
}

export function reportHead(title: string, right: string): Head {
  return {
    height: 12,
    draw(canvas, x, y, width) {
      canvas.box(x, y, width, 8, [heading(title)], { size: 14, align: 'left' });
      canvas.box(x + width * 0.5, y + 1, width * 0.5, 6, [label(right)], { size: 8.5, align: 'right' });
    },
  };
}

const LABEL_WIDTH = 38;

/** Facts, one a row: what it is, and what holds. */
export function factRows(facts: readonly (readonly [string, Content | string])[], width = PORTRAIT): Row[] {
  return facts.map(([name, value]) =>
    labelledRow([[name, LABEL_WIDTH, typeof value === 'string' ? [label(value)] : value, width - LABEL_WIDTH]]),
  );
}
