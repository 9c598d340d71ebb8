import { type EvidenceReport, evidenceReportPages } from '@musubi/forms';
import { type PdfAttachments, toPdf } from '@musubi/forms/pdf';
import { expose, transfer } from 'comlink';
import { loadFont } from '../forms/font.js';

/** What runs in the worker: laying out and writing take the longer the more was sent. Signing does not happen here. */
const api = {
  async pdf(report: EvidenceReport, attachments: PdfAttachments): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = new Uint8Array(await toPdf(evidenceReportPages(report), await loadFont(), { attachments }));
    return transfer(bytes, [bytes.buffer]);
  },
};
export type ReportApi = typeof api;

expose(api);
