import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  checkFiles,
  type Finding,
  type InputFile,
  loadReplacements,
  type Repair,
  type RepairStep,
  repairAll,
  type SendingUnit,
} from '@musubi/standard';
import { readInputs } from '../files.js';
import { say } from '../terminal/output.js';
import { findingJson, printFindings, printUnits, unitJson } from './check-output.js';

/** The result of a repair: its steps, and the copies that `--write` made. */
export interface RepairReport {
  readonly steps: readonly RepairStep[];
  /** The written copies, checked as they lie on the disk; null when nothing was written. */
  readonly written: WrittenCopies | null;
  /** The reason for writing nothing although a folder was named. */
  readonly refused?: string;
}

interface WrittenCopies {
  readonly folder: string;
  readonly names: readonly string[];
  readonly units: readonly SendingUnit[];
  readonly findings: readonly Finding[];
}

/**
 * Repairs copies of the files. With a folder, all of them are written there, the mended and those that were right, so that
 * the folder holds whole units; what lies there already is never overwritten, and the originals stay as they are.
 */
export async function repairTo(originals: readonly InputFile[], folder: string | undefined): Promise<RepairReport> {
  const { files, steps } = repairAll(originals, await loadReplacements());
  if (folder === undefined || !steps.some(({ isDone }) => isDone)) return { steps, written: null };
  const copies = new Map(files.map((file) => [file.name, file]));
  const clash = files.find((file) => !isSame(copies.get(file.name), file));
  if (clash)
    return refuse(steps, `直すと「${clash.name}」が2つになり、中身が違います。正しいほうだけを指定してください。`);
  const taken = [...copies.keys()].find((name) => existsSync(join(folder, name)));
  if (taken) return refuse(steps, `「${join(folder, taken)}」はすでにあります。別のフォルダを指定してください。`);
  writeAll(folder, [...copies.values()]);
  const { units, findings } = checkFiles(readInputs([...copies.keys()].map((name) => join(folder, name))).files);
  return { steps, written: { folder, names: [...copies.keys()], units, findings } };
}

function refuse(steps: readonly RepairStep[], refused: string): RepairReport {
  return { steps, written: null, refused: `${refused}何も書き出していません。` };
}

function isSame(one: InputFile | undefined, other: InputFile): boolean {
  return one === other || (one !== undefined && Buffer.compare(one.bytes, other.bytes) === 0);
}

/** All files or none: what was written before a failure (a full disk) is taken away again. */
function writeAll(folder: string, files: readonly InputFile[]): void {
  mkdirSync(folder, { recursive: true });
  const written: string[] = [];
  try {
    for (const { name, bytes } of files) {
      writeFileSync(join(folder, name), bytes, { flag: 'wx' });
      written.push(join(folder, name));
    }
  } catch (error) {
    for (const path of written) rmSync(path);
    throw error;
  }
}

export function repairJson({ steps, written, refused }: RepairReport) {
  return {
    steps: steps.map(({ repair, isDone, replaced }) => ({ ...repair, done: isDone, replaced })),
    written: written && {
      folder: written.folder,
      files: written.names,
      units: written.units.map(unitJson),
      findings: written.findings.map(findingJson),
    },
    refused: refused ?? null,
  };
}

const ENCODINGS = { 'utf-8': 'UTF-8', 'utf-16le': 'UTF-16', 'utf-16be': 'UTF-16' } as const;

function repairText(repair: Repair): string {
  if (repair.action === 'rename') return `名前: ${repair.from} → ${repair.to}`;
  return `文字コード: ${repair.file}（${ENCODINGS[repair.from]} → シフトJIS）`;
}

export function sayRepair({ steps, written, refused }: RepairReport): void {
  if (steps.length === 0) {
    say('\n修復: 自動で直せるところはありません。');
    return;
  }
  say(written ? '\n修復: 写しを次のように直しました。' : '\n修復: 次のように直せます。');
  for (const { repair, isDone, replaced } of steps) {
    say(`  ${isDone ? '○' : '✕ 直せません'} ${repairText(repair)}`);
    for (const { character, by } of replaced)
      say(
        by === null
          ? `      「${character}」はシフトJISになく、代わりの字も分かりません。介護ソフトで直してください。`
          : `      「${character}」はシフトJISにないため「${by}」に替えます。正しいか確かめてください。`,
      );
  }
  if (refused) say(`✕ ${refused}`);
  else if (written) sayWritten(written);
  else say('  まだ何も書いていません。「--write フォルダ名」を付けると、直した写しをそこに書き出します。');
}

function sayWritten({ folder, names, units, findings }: WrittenCopies): void {
  const errors = findings.filter(({ severity }) => severity === 'error');
  say(`  ${folder} に${names.length}ファイルを書き出しました（元のファイルはそのままです）。もう一度点検した結果:\n`);
  printUnits(units);
  printFindings(findings);
  say(
    errors.length === 0
      ? '\n直した写しにエラーはありません。'
      : `\n直した写しに、まだエラーが${errors.length}件あります。`,
  );
}
