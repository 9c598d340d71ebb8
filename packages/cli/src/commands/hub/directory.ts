import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { ImportReport } from '@musubi/contract';
import { CommandError, print } from '../../terminal/output.js';
import type { HubOptions } from './start.js';
import { HOST, withStore } from './store.js';

const SHOWN = 20;

/** Takes in files of the ministry's open directory, one transaction each, and says what each changed. */
export async function importDirectory(
  files: readonly string[],
  options: HubOptions & { edition: string },
): Promise<number> {
  const missing = files.find((file) => !statSync(file, { throwIfNoEntry: false })?.isFile());
  if (missing) throw new CommandError(`「${missing}」というファイルはありません。`, 2);
  let refused = 0;
  await withStore(options, async ({ context }, hub) => {
    for (const file of files) {
      const input = { file: createReadStream(file), edition: options.edition, actor: HOST };
      const { report } = await hub.importDirectory(context, input);
      refused += report.refusedCount;
      print(`${basename(file)}: ${reportText(report)}`);
    }
  });
  return refused > 0 ? 1 : 0;
}

function reportText(report: ImportReport): string {
  const { services, rows, addedCount, changedCount, closedCount, refusedCount, unchanged, refused, closed } = report;
  const head = `${services.join('、')} ${rows}行（新規${addedCount}、変更${changedCount}、廃止・休止${closedCount}、変更なし${unchanged}、取り込めない行${refusedCount}）`;
  const lines = refused
    .slice(0, SHOWN)
    .map(({ line, column, value, reason }) => `  ${line}行目「${column}」${value ? `「${value}」` : ''}: ${reason}`);
  const gone = closed
    .slice(0, SHOWN)
    .map(({ officeNumber, name }) => `  掲載がなくなりました: ${officeNumber} ${name}`);
  return [head, ...lines, ...gone].join('\n');
}
