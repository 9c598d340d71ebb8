import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import {
  changeOf,
  type ImportFinding,
  layTables,
  type ReadTable,
  readCodeTable,
  type ServiceCode,
  type TableChange,
} from '@musubi/reference';
import { importedTables, keepTable, linesInUse, removeTable } from '../reference.js';
import { CommandError, print, say, timeText } from '../terminal/output.js';
import { table } from '../terminal/table.js';

export interface ImportOptions {
  readonly from?: string;
  readonly keepMissing?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
  /** Lists every code, not only the first of each part. */
  readonly all?: boolean;
}

interface Read {
  readonly table: ReadTable;
  readonly change: TableChange;
}

/** Imports tables of service codes after a report; with an error in any of them nothing is kept. */
export async function importReference(paths: readonly string[], options: ImportOptions): Promise<number> {
  if (options.from !== undefined && !/^20\d\d-(0[1-9]|1[0-2])$/.test(options.from))
    throw new CommandError('--from は 2027-04 のように指定してください。', 2);
  const reads = await readAll(paths, options);
  const isBroken = reads.some(({ table: { findings } }) => findings.some(({ severity }) => severity === 'error'));
  const isKept = !isBroken && options.dryRun !== true;
  const names = paths.map((path) => basename(path));
  const id = isKept ? await keepTable(layTables(...reads.map(({ change }) => change.lines)), names, new Date()) : null;
  if (options.json) print(JSON.stringify({ imported: id, files: reads.map(jsonOf) }, null, 2));
  else for (const read of reads) print(reportText(read, options.all === true));
  if (isBroken) say('直すところがあるため、取り込んでいません。上の行を直してから、もう一度取り込んでください。');
  else if (id === null) say('取り込んでいません（--dry-run）。取り込むには、--dry-run を付けずに実行してください。');
  else say(`取り込みました（番号 ${id}）。元に戻すには「musubi reference remove ${id}」を実行してください。`);
  return isBroken ? 1 : 0;
}

/** Each file is held against the tables in use with the files before it laid over them. */
async function readAll(paths: readonly string[], { from, keepMissing }: ImportOptions): Promise<Read[]> {
  let current = await linesInUse();
  const reads: Read[] = [];
  for (const path of paths) {
    const source = { name: basename(path), bytes: new Uint8Array(readFileSync(path)) };
    const read = await readCodeTable(source, from ?? null);
    const change = changeOf(current, read, { keepsMissing: keepMissing === true });
    reads.push({ table: read, change });
    current = layTables(current, change.lines);
  }
  return reads;
}

const SHOWN = 20;

function reportText({ table: { file, findings, passedOver }, change }: Read, all: boolean): string {
  const { added, changed, ended, unchanged } = change;
  const missing = ended.filter(({ isMissing }) => isMissing).length;
  const missingText = missing > 0 ? `（うち、この表にないもの ${missing}件）` : '';
  return [
    `${file}: 新しい ${added.length}件、変わった ${changed.length}件、終わった ${ended.length}件${missingText}、同じ ${unchanged}件`,
    ...(passedOver.length > 0
      ? [`見出しなどとして読まなかった行: ${passedOver.length}行（${passedText(passedOver)}）`]
      : []),
    ...findings.map(findingText),
    ...part('新しいコード', all, added.map(lineCells)),
    ...part(
      '変わったコード',
      all,
      changed.map(({ before, after }) => [
        after.code,
        after.insurer ?? '',
        beforeAfter(before, after),
        periodOf(after),
      ]),
    ),
    ...part(
      '終わったコード',
      all,
      ended.map(({ line }) => lineCells(line)),
    ),
  ].join('\n');
}

function passedText(rows: ReadTable['passedOver']): string {
  const shown = rows.slice(0, 3).map(({ line, text }) => `${line}行目「${text.slice(0, 20)}」`);
  return rows.length > 3 ? `${shown.join('、')}、ほか` : shown.join('、');
}

function findingText({ severity, sheet, line, item, column, value, message, remedy, code }: ImportFinding): string {
  const place = [sheet, line > 0 ? `${line}行目` : '', column > 0 ? `${column}列` : '', item].filter(Boolean).join(' ');
  const said = value === '' ? '' : `「${value}」: `;
  return `${severity === 'error' ? '✕' : '・'} ${place ? `${place} ` : ''}${said}${message}${remedy}（${code}）`;
}

function part(title: string, all: boolean, rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const shown = all ? rows : rows.slice(0, SHOWN);
  const more = rows.length > shown.length ? [`ほか${rows.length - shown.length}件（--all ですべて表示します）`] : [];
  return ['', title, table(['コード', '保険者', '内容', '期間'], shown), ...more];
}

const lineCells = (line: ServiceCode) => [line.code, line.insurer ?? '', contentText(line), periodOf(line)];
const periodOf = ({ from, until }: ServiceCode) => `${from}〜${until ?? ''}`;
const valueText = ({ units, permille }: ServiceCode) =>
  units !== null ? `${units}単位` : permille !== null ? `${permille}‰` : '単位なし';
const contentText = (line: ServiceCode) => `${line.name} ${valueText(line)} 1${line.basis}につき`;

function beforeAfter(before: ServiceCode, after: ServiceCode): string {
  const [old, now] = [contentText(before), contentText(after)];
  return old === now ? `${now}（${periodOf(before)} から期間が変わった）` : `${old} → ${now}`;
}

function jsonOf({ table: { file, findings, passedOver }, change: { added, changed, ended, unchanged } }: Read): object {
  return { file, added, changed, ended, unchanged, findings, passedOver };
}

/** Lists the tables imported on this computer. */
export async function listReference(): Promise<number> {
  const tables = await importedTables();
  if (tables.length === 0) print('取り込んだ表はありません。はじめから入っている表を使っています。');
  else
    print(
      table(
        ['番号', '取り込んだ日時', 'コード', 'ファイル'],
        tables.map(({ id, importedAt, lines, files }) => [
          id,
          timeText(importedAt),
          `${lines.length}行`,
          files.join('、'),
        ]),
      ),
    );
  return 0;
}

/** Takes an imported table away; the tables below it count again. */
export async function removeReference(id: string): Promise<number> {
  const tables = await importedTables();
  if (!tables.some((one) => one.id === id))
    throw new CommandError(`番号「${id}」の表はありません。「musubi reference list」で確かめてください。`, 2);
  await removeTable(id);
  print(`番号 ${id} の表を取り除きました。`);
  return 0;
}
