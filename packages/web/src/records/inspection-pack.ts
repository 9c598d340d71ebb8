import type { IndexedClient } from '@musubi/client';
import { strToU8, zipSync } from 'fflate';
import type { Desk } from '../app/desk.js';
import type { Dates } from '../app/preferences.js';
import { csvBytes, csvText } from '../ui/csv.js';
import { inboxState, sentState } from '../words/kinds.js';
import type { RecordEntry, Wanted } from './collect.js';
import { recordTable } from './record-csv.js';
import { type Chosen, chosenEntries, clientsIn, makeSignedReport } from './signed-report.js';

const PDF = '送受信の記録.pdf';

/**
 * The ZIP an inspection is handed for chosen clients and a service month (security.md R36): the signed PDF, the
 * same as CSV and JSON, the evidence it rests on, and how to verify it. Contents are not in it: the files of a sending unit
 * hold other clients as well.
 */
export async function makeInspectionPack(
  desk: Desk,
  all: readonly RecordEntry[],
  wanted: Wanted,
  chosen: Chosen,
  dates: Dates,
  onProgress: (done: number, total: number) => void,
): Promise<Uint8Array> {
  const entries = chosenEntries(all, chosen);
  const { pdf, proofs } = await makeSignedReport(desk, all, wanted, chosen, dates, onProgress);
  const zip: Record<string, Uint8Array> = {
    [PDF]: pdf,
    '送受信の記録.csv': csvBytes(csvText(recordTable(entries, dates)), 'utf-8'),
    '送受信の記録.json': strToU8(JSON.stringify(recordJson(desk, entries, wanted, chosen, proofs), null, 2)),
    '確かめ方.txt': strToU8(`\ufeff${HOW_TO_VERIFY.join('\r\n')}\r\n`),
  };
  for (const [id, files] of proofs) for (const [name, bytes] of files) zip[`evidence/${id}/${name}`] = bytes;
  return zipSync(zip, { level: 6 });
}

const named = ({ name, insurerNumber, insuredNumber }: IndexedClient) => ({ name, insurerNumber, insuredNumber });

/** The table of the PDF for programs; members are named as in the hub's API. */
function recordJson(
  desk: Desk,
  entries: readonly RecordEntry[],
  { from, to, partner }: Wanted,
  { month, by }: Chosen,
  proofs: ReadonlyMap<string, unknown>,
) {
  return {
    formatVersion: 1,
    office: desk.state.session?.office ?? null,
    madeBy: desk.state.session?.account.displayName ?? null,
    madeAt: new Date().toISOString(),
    scope: { from, to, partner: partner || null, serviceMonth: month || null, by },
    clients: clientsIn(entries).map(named),
    transmissions: entries.map(({ transmission, isIncoming, receipts, clients }) => ({
      id: transmission.id,
      direction: isIncoming ? 'received' : 'sent',
      kind: transmission.kind,
      edition: transmission.edition,
      serviceMonth: transmission.serviceMonth,
      serial: transmission.serial,
      sender: transmission.sender,
      recipient: transmission.recipient,
      fileNames: transmission.fileNames,
      clients: clients.map(named),
      submittedAt: transmission.submittedAt,
      handedOverAt: transmission.handedOverAt,
      handedOverTo: transmission.handedOverTo,
      openedAt: transmission.openedAt,
      outcome: (isIncoming ? inboxState(transmission) : sentState(transmission)).text,
      receipts: receipts.map(({ id, event, at }) => ({ id, event, at })),
      evidence: proofs.has(transmission.id) ? `evidence/${transmission.id}/` : null,
    })),
  };
}

const HOW_TO_VERIFY: readonly string[] = [
  'この一式の確かめ方',
  '',
  '1. 画面で: Musubi の「記録と保存」の「保存した一式や署名つきPDFを開く」で、送受信の記録.pdf を選びます。ログインは、受け取った人の事業所のものでかまいません。',
  '2. コマンドで（ネットワークは要りません）:',
  `     musubi verify ${PDF} --authority 認証局の指紋 連携基盤の指紋`,
  '     musubi verify evidence --authority 認証局の指紋 連携基盤の指紋',
  '   指紋は、認証局と連携基盤の運営者が公表しているものを使ってください。この一式の中のものを信じないでください。',
  '   evidence には送ったファイルそのものは入っていないため、正しいときの終了コードは 3（ここにないものがある）です。',
  '   書き換えられたものがあれば 1、署名した者が分からなければ 4 になります。--json を付けると、署名・日時・中身・証跡のつながりを別々に示します。',
  '3. Musubi がなくても: evidence の中の manifest.json と manifest.p7s、receipt-…json と receipt-…p7s は組になった電子署名（CMS）です。',
  '     openssl cms -verify -inform DER -in manifest.p7s -content manifest.json -binary -CAfile certificate-authorities.pem -purpose any -out /dev/null',
  '',
  '入っているもの:',
  `  ${PDF}        事業所の証明書で電子署名した記録`,
  '  送受信の記録.csv        同じ表（表計算ソフト用）',
  '  送受信の記録.json       同じ表（プログラム用）',
  '  evidence/送信番号/      送信元が署名した送信内容の一覧と、連携基盤が署名した証跡',
  '',
  '日時は連携基盤の時計によるもので、第三者の時刻印ではありません。',
];
