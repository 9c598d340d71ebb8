import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { InputFile } from '@musubi/standard';
import { CommandError } from './terminal/output.js';

/** Files of the given paths. In folders only CSV and JPEG are taken; the rest is named as skipped. */
export function readInputs(paths: readonly string[]): { files: InputFile[]; skipped: string[] } {
  const files: InputFile[] = [];
  const skipped: string[] = [];
  for (const path of paths) {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (!stats) throw new CommandError(`「${path}」がありません。フォルダ名やファイル名を確かめてください。`, 2);
    if (stats.isDirectory()) readFolder(path, files, skipped);
    else files.push(readInput(path));
  }
  return { files, skipped };
}

function readInput(path: string): InputFile {
  return { name: basename(path), bytes: new Uint8Array(readFileSync(path)) };
}

const STANDARD = /^(UP|DLT).*\.(csv|jpe?g)$/i;
const OTHER_CSV = /\.csv$/i;

function readFolder(folder: string, files: InputFile[], skipped: string[]): void {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => a.name.localeCompare(b.name))) {
    const path = join(folder, entry.name);
    if (entry.name.startsWith('.')) continue;
    if (entry.isDirectory()) readFolder(path, files, skipped);
    else if (STANDARD.test(entry.name.normalize('NFKC')) || OTHER_CSV.test(entry.name)) files.push(readInput(path));
    else skipped.push(path);
  }
}
