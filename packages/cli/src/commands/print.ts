import { writeFileSync } from 'node:fs';
import { clientName, clientsWithNumber, namesIn, type SendingUnit } from '@musubi/standard';
import { accountJson, accountText, exitCodeOf, workOn } from '../account.js';
import { CommandError, print, say } from '../terminal/output.js';

interface PrintOptions {
  readonly out: string;
  /** 被保険者番号, or 保険者番号-被保険者番号. */
  readonly client?: string;
  readonly mask?: boolean;
  readonly json?: boolean;
}

/** Writes units as the ministry's forms into one PDF with bookmarks; exit code 1 when part of it could not be read. */
export async function printForms(
  paths: readonly string[],
  { out, client, mask, json = false }: PrintOptions,
): Promise<number> {
  const work = workOn(paths, 'read');
  const { units } = work.checked;
  if (!json) print(accountText('印刷するもの', work.account));
  if (units.length === 0)
    throw new CommandError('印刷できるケアプランデータがありません。「musubi check」で確かめてください。');
  const chosen = client === undefined ? null : chosenClient(client, units);
  // Forms and their font weigh more than the rest of the command: only printing loads them.
  const [{ documentOf }, { missingCharacters, toPdf }, { readFont }, { loadServiceCodes }] = await Promise.all([
    import('@musubi/forms'),
    import('@musubi/forms/pdf'),
    import('@musubi/forms/node'),
    import('../reference.js'),
  ]);
  const { name: serviceName } = await loadServiceCodes();
  const document = documentOf(units, { masked: mask === true, serviceName, ...(chosen ? { client: chosen } : {}) });
  if (client && document.pages.length === 0)
    throw new CommandError(`被保険者番号「${client}」の利用者のデータがありません。番号を確かめてください。`);
  if (document.pages.length === 0)
    throw new CommandError('印刷できる内容がありません。「musubi check」で確かめてください。');
  const font = readFont();
  writeFileSync(out, await toPdf(document, font));
  const missing = [...missingCharacters(document, font).keys()];
  const result = { clients: document.bookmarks.length, pages: document.pages.length };
  if (json) print(JSON.stringify({ ...accountJson(work), out, ...result, missingCharacters: missing }, null, 2));
  else print(`${out}: 利用者${result.clients}人、${result.pages}ページ`);
  if (missing.length > 0) say(`表示できない文字があり、「〓」で印刷しました: ${missing.join(' ')}`);
  return exitCodeOf(work);
}

/** Finds the person a number means; where two have it (each municipality gives its own), the user has to say which. */
function chosenClient(typed: string, units: readonly SendingUnit[]) {
  const [, insurer, number] = /^(\d{6})[-－](.+)$/.exec(typed) ?? [];
  if (insurer && number) return { insurerNumber: insurer, insuredNumber: number };
  const people = clientsWithNumber(units, typed);
  if (people.length <= 1) return { insurerNumber: null, insuredNumber: typed };
  const names = namesIn(units);
  const choices = people.map((one) => `  --client ${one.insurerNumber}-${typed}  ${clientName(names, one) ?? ''}`);
  throw new CommandError(
    [`被保険者番号「${typed}」の利用者が${people.length}人います。次のどちらかで指定してください。`, ...choices].join(
      '\n',
    ),
    2,
  );
}
