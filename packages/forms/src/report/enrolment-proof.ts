import { noteRow } from '../forms/parts.js';
import { layOut } from '../layout/flow.js';
import { heading, label } from '../layout/piece.js';
import { PORTRAIT } from '../layout/sheet.js';
import type { FormDocument } from '../page.js';
import { dayText, momentText } from './moment.js';
import { factRows, officeText, type ReportCertificate, type ReportOffice, reportHead, signatureText } from './parts.js';

/** What a hub certifies of an office that uses it; times are ISO instants. */
export interface EnrolmentProof {
  readonly office: ReportOffice;
  /** The licence in the words of the hub, e.g. 有効（令和9年3月31日まで）. */
  readonly licence: string;
  readonly since: string;
  /** Offices that files were really exchanged with: sent and retrieved, in either direction. */
  readonly partners: number;
  /** The receipt certificate of the hub, which signs the proof. */
  readonly certificate: ReportCertificate;
  readonly issuedAt: string;
  readonly hubName: string;
}

const TITLE = 'ケアプランデータ連携 利用証明書';

/** 利用証明: one page, to be signed by the hub. */
export function enrolmentProofPages(proof: EnrolmentProof): FormDocument {
  const { office, licence, since, partners, certificate, issuedAt, hubName } = proof;
  const title = reportHead(TITLE, `${dayText(issuedAt)}発行`);
  const pages = layOut({
    isLandscape: false,
    title,
    titleAgain: title,
    sections: [
      { rows: [noteRow('次のとおり、連携基盤を利用していることを証明します。', PORTRAIT)] },
      {
        rows: factRows([
          ['事業所', [heading(officeText(office))]],
          ['利用を始めた日', dayText(since)],
          ['利用の資格', licence],
          ['送受信した相手', [heading(`${partners}か所`), label('　送られたデータが実際に取得された相手の事業所の数')]],
          ['数えた時点', momentText(issuedAt)],
          ['発行者', hubName],
          ['電子署名', signatureText(`発行者「${hubName}」`, certificate)],
        ]),
        gap: 2,
      },
      {
        rows: [
          noteRow(
            '電子署名のあるPDFファイルが原本です。「musubi verify ファイル名」か、PDFの署名を調べるソフトで、書き換えがないことを確かめられます。',
            PORTRAIT,
          ),
        ],
        gap: 2,
      },
    ],
  });
  return { title: `${TITLE} ${office.name}`, pages, bookmarks: [], unreadable: 0 };
}
