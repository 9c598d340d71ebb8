import { EVIDENCE_ZIP, evidenceZip, signPdf } from '@musubi/evidence';
import { enrolmentProofPages } from '@musubi/forms';
import { recordAudit } from '../audit/index.js';
import { type Certificates, trustData } from '../certificates/index.js';
import { isLicensed, requireOffice } from '../offices/index.js';
import type { Context } from '../platform/context.js';
import type { Caller } from '../platform/http.js';
import { enrolmentFacts } from './enrolment.js';

/** 利用証明 as a PDF that the hub's receipt key signs, with whom to trust inside: `musubi verify` needs nothing else. */
export async function enrolmentProof(context: Context, certificates: Certificates, caller: Caller): Promise<Buffer> {
  const { database, settings, now } = context;
  const issuedAt = now();
  const office = await requireOffice(database, caller.officeNumber);
  const facts = await enrolmentFacts(database, caller.officeNumber);
  const trust = await trustData(context, certificates);
  const signer = certificates.keys.receipts;
  const { issuer, fingerprint } = signer.certificate;
  const pages = enrolmentProofPages({
    office: { name: office.name, officeNumber: office.officeNumber },
    licence: licenceText(isLicensed(office, issuedAt), office.licensedUntil),
    since: office.registeredAt.toISOString(),
    partners: facts.partners.length,
    certificate: { issuer, fingerprint },
    issuedAt: issuedAt.toISOString(),
    hubName: settings.publicName,
  });
  // Only who asks for a proof pays for PDFKit and the font.
  const [{ toPdf }, { readFont }] = await Promise.all([import('@musubi/forms/pdf'), import('@musubi/forms/node')]);
  const bytes = evidenceZip(trust, new Map());
  const files = [{ name: EVIDENCE_ZIP, mediaType: 'application/zip', description: '認証局の一覧', bytes }];
  const pdf = await toPdf(pages, readFont(), { attachments: { files, madeAt: issuedAt } });
  const signed = await signPdf(pdf, signer, { signingTime: issuedAt, name: settings.publicName, reason: '利用証明' });
  await recordAudit(database, {
    at: issuedAt,
    actor: caller.userId,
    officeNumber: office.officeNumber,
    terminalId: caller.terminalId,
    action: 'enrolment-proof.issued',
    subjectType: 'office',
    subjectId: office.officeNumber,
  });
  return Buffer.from(signed);
}

const DAY = new Intl.DateTimeFormat('ja-JP-u-ca-japanese', { dateStyle: 'long', timeZone: 'Asia/Tokyo' });

function licenceText(isValid: boolean, until: Date | null): string {
  if (until === null) return 'なし';
  return isValid ? `有効（${DAY.format(until)}まで）` : `終了（${DAY.format(until)}まで）`;
}
