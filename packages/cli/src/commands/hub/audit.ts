import { existsSync } from 'node:fs';
import type { HubStore, Verified } from '@musubi/hub';
import { CommandError, print } from '../../terminal/output.js';
import type { HubOptions } from './start.js';
import { withStore } from './store.js';

type Fault = NonNullable<Verified['fault']>;

const FAULTS: Readonly<Record<Fault['kind'], (place: string) => string>> = {
  missing: (place) => `${place}の行がありません。消されています。`,
  changed: (place) => `${place}の行が、封印したときと違います。書き換え、並べ替え、または入れ替えです。`,
  dated: (place) => `${place}の行の時刻が、封印した時刻と合いません。`,
  foreign: (place) => `${place}の行は、連携基盤が書いたものではありません。足されたか、写されたものです。`,
  checkpoint: (place) => `${place}から後に、連携基盤の署名がありません。署名の記録が消されたか、書き換えられています。`,
  outside: (place) => `${place}から後が、外に出した写しと違います。`,
};

const placeOf = ({ position, auditId }: Fault) =>
  [position === null ? null : `${position}番目`, auditId === null ? null : `行番号 ${auditId}`]
    .filter(Boolean)
    .join('、');

/** Verifies the audit log and names the first row that is not as it was written; 1 when there is one. */
export async function verify(options: HubOptions & { checkpoints?: string; copy?: string }): Promise<number> {
  const missing = [options.checkpoints, options.copy].find((path) => path !== undefined && !existsSync(path));
  if (missing) throw new CommandError(`「${missing}」がありません。`, 2);
  const { verified, outside } = await withStore(options, (store, hub) => verifyWith(store, hub, options));
  const { from, to, unsealed, fault } = verified;
  if (fault) {
    print(`監査記録に問題があります: ${FAULTS[fault.kind](placeOf(fault))}`);
    return 1;
  }
  print(`監査記録は書き換えられていません（${from}番目から${to}番目まで。まだ封印していない行は${unsealed}行）。`);
  print(
    outside === 0
      ? '外に出した写しとは照らしていません。末尾がまとめて消されていても分からないので、--checkpoints で写しを指定してください。'
      : `外に出した署名 ${outside}件と合っています。`,
  );
  return 0;
}

async function verifyWith(
  { context, certificates }: HubStore,
  hub: typeof import('@musubi/hub'),
  { checkpoints = context.settings.auditCopy ?? undefined, copy }: { checkpoints?: string; copy?: string },
) {
  const outside = checkpoints && existsSync(checkpoints) ? hub.readCopiesAt(checkpoints).checkpoints : [];
  const { rowKey } = context.database;
  const verifying = { signer: certificates.keys.receipts.certificate, rowKey, outside };
  const verified = copy
    ? await hub.verifyCopy(hub.readCopiesAt(copy), verifying)
    : await hub.verifyAudit(context.database, verifying);
  return { verified, outside: outside.length };
}
