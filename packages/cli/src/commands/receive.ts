import { completeEvidence, HubProblem, listAll, type Received, receive as receiveOne, wordsOf } from '@musubi/client';
import { createFileStore, StorageFailure, sweepUnfinished } from '@musubi/client/node';
import type { Transmission } from '@musubi/contract';
import { EvidenceError } from '@musubi/evidence';
import { identityOf, requireLogin } from '../home.js';
import { scannerOf, scanWords } from '../scanner.js';
import { CommandError, line, monthText, print, say } from '../terminal/output.js';
import { table } from '../terminal/table.js';
import { sayQuestion } from './acquaintance.js';

/** As with `musubi verify`: nothing is wrong with the content, but nobody knows who signed it. */
const UNKNOWN_SIGNER = 4;

/** Fetches what has not been fetched, or the given ones again, into a folder. */
export async function receive(ids: readonly string[], { to }: { to: string }): Promise<number> {
  const { hub, trust: hubTrust, identity, values } = await requireLogin();
  const identities = [identity, ...(await Promise.all(values.previousKeys.map(identityOf)))];
  const receiver = {
    ...{ hub, identities, known: hubTrust.known, files: createFileStore(to), scan: scannerOf() },
    now: () => new Date(),
  };
  const trust = await hubTrust.load();
  const wanted: Transmission[] = [];
  await sweepUnfinished(to, ['evidence', 'attachments'], new Date());
  const { done, wanting } = await completeEvidence(hub, receiver.files, trust, new Date());
  if (done.length > 0) say(`前に途中で止まった${done.length}件の証跡を、連携基盤から補いました。`);
  wanted.push(...wanting.filter(({ id }) => !ids.includes(id)));
  if (ids.length > 0) for (const id of ids) wanted.push(await hub.call('getTransmission', { params: { id } }));
  else for await (const one of listAll(hub, { box: 'inbox', delivery: 'consigned' })) wanted.push(one);
  const rows: string[][] = [];
  let failed = 0;
  const unknownSigners = new Map<string, string>();
  for (const transmission of wanted) {
    try {
      const received = await receiveOne(receiver, transmission, trust);
      if (received.isFirst)
        say(
          line`${transmission.sender.name}の証明書を覚えました。ことば: ${await wordsOf(received.content.certificate.fingerprint)}`,
        );
      rows.push(receivedRow(received));
    } catch (error) {
      if (error instanceof EvidenceError && error.code === 'MSB-CERT-NOT-ENDORSED' && error.detail)
        unknownSigners.set(error.detail, transmission.sender.name);
      const reason =
        error instanceof EvidenceError || error instanceof HubProblem
          ? `${error.code} ${error.message}`
          : `${error instanceof StorageFailure ? fullDisk(error, rows.length - failed) : scanWords(error)}保存していません。`;
      failed++;
      rows.push([transmission.sender.name, monthText(transmission.serviceMonth), '✕', reason]);
    }
    say(`${rows.length}/${wanted.length} ${transmission.sender.name}`);
  }
  print(rows.length > 0 ? table(['送信元', '対象月', '点検', 'ファイル'], rows) : '新しく届いたデータはありません。');
  for (const [fingerprint, name] of unknownSigners) {
    say(line`△ ${name}の名前で、見覚えのない証明書で署名されたものがあります。開いても保存してもいません。`);
    await sayQuestion(fingerprint);
  }
  if (unknownSigners.size > 0) return UNKNOWN_SIGNER;
  return failed > 0 ? 1 : 0;
}

/** A full disk ends the run: what it says must be true of what lies there. */
function fullDisk({ message }: StorageFailure, saved: number): never {
  throw new CommandError(
    `${message}${saved}件は保存しました。空きを作ってから、同じ musubi receive をもう一度実行してください。残りと、足りない証跡を取得します。`,
  );
}

function receivedRow({ transmission, content, checked }: Received): string[] {
  const errors = checked.findings.filter(({ severity }) => severity === 'error').length;
  const names = content.files.map(({ name }) => name).join(' ');
  return [transmission.sender.name, monthText(transmission.serviceMonth), errors === 0 ? '○' : `△ ${errors}件`, names];
}
