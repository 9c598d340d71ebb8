import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkFiles, convertUnit } from '@musubi/standard';
import { readInputs } from '../files.js';
import { CommandError, print, say } from '../terminal/output.js';

export interface ConvertOptions {
  readonly to: string;
  readonly out: string;
  readonly senderType?: string;
  readonly recipientType?: string;
}

const EFFECTS = {
  dropped: '除いたもの',
  defaulted: '補ったもの',
  needsPerson: '人の確認が必要',
  refused: '変換できません',
} as const;

/** Converts units to the other edition; what was lost or is missing is reported. Existing files are never overwritten. */
export async function convert(
  paths: readonly string[],
  { to, out, senderType, recipientType }: ConvertOptions,
): Promise<number> {
  if (to !== '3' && to !== '4.1') throw new CommandError('--to は 3 または 4.1 です。', 2);
  const { units } = checkFiles(readInputs(paths).files);
  if (units.length === 0)
    throw new CommandError('変換できるケアプランデータがありません。「musubi check」で確かめてください。');
  mkdirSync(out, { recursive: true });
  let written = 0;
  let refused = 0;
  for (const unit of units) {
    const { files, notes } = convertUnit(unit, to, { senderType, recipientType });
    const taken = files.find(({ name }) => existsSync(join(out, name)));
    if (taken) throw new CommandError(`${join(out, taken.name)} はすでにあります。別のフォルダを指定してください。`);
    for (const { name, bytes } of files) writeFileSync(join(out, name), bytes);
    written += files.length;
    if (notes.some(({ effect }) => effect === 'refused')) refused++;
    for (const { effect, file, message } of notes) print(`${EFFECTS[effect]}: ${file ? `${file} ` : ''}${message}`);
  }
  say(`${written}ファイルを ${out} に書き出しました。`);
  return refused > 0 ? 1 : 0;
}
