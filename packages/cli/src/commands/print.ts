import { writeFileSync } from 'node:fs';
import type { ServiceNameLookup } from '@musubi/forms';
import { checkFiles } from '@musubi/standard';
import { readInputs } from '../files.js';
import { CommandError, print, say } from '../terminal/output.js';

interface PrintOptions {
  readonly out: string;
  readonly client?: string;
  readonly mask?: boolean;
}

/** Writes units as the ministry's forms into one PDF with bookmarks. */
export async function printForms(paths: readonly string[], { out, client, mask }: PrintOptions): Promise<number> {
  const { units, leftOver } = checkFiles(readInputs(paths).files);
  if (units.length === 0)
    throw new CommandError('印刷できるケアプランデータがありません。「musubi check」で確かめてください。');
  // Forms and their font weigh more than the rest of the command: only printing loads them.
  const [{ documentOf }, { missingCharacters, toPdf }, { readFont }, { loadServiceCodes }] = await Promise.all([
    import('@musubi/forms'),
    import('@musubi/forms/pdf'),
    import('@musubi/forms/node'),
    import('../reference.js'),
  ]);
  const { name } = await loadServiceCodes();
  const serviceName: ServiceNameLookup = (type, item, month) => name(type, item, month?.replace('-', ''));
  const document = documentOf(units, { masked: mask === true, serviceName, ...(client ? { client } : {}) });
  if (client && document.pages.length === 0)
    throw new CommandError(`被保険者番号「${client}」の利用者のデータがありません。番号を確かめてください。`);
  if (document.pages.length === 0)
    throw new CommandError('印刷できる内容がありません。「musubi check」で確かめてください。');
  const font = readFont();
  writeFileSync(out, await toPdf(document, font));
  print(`${out}: 利用者${document.bookmarks.length}人、${document.pages.length}ページ`);
  for (const { name } of leftOver) say(`印刷できないファイル: ${name}`);
  if (document.unreadable > 0)
    say(`読み取れない行が${document.unreadable}行あり、印刷されていません。「musubi check」で確かめてください。`);
  const missing = [...missingCharacters(document, font).keys()];
  if (missing.length > 0) say(`表示できない文字があり、「〓」で印刷しました: ${missing.join(' ')}`);
  return 0;
}
