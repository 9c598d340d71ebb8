import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ConvertedFiles, convertFiles, type InputFile, unusedTexts, workedOnText } from '@musubi/standard';
import { accountJson, exitCodeOf, workOn } from '../account.js';
import { CommandError, print, say } from '../terminal/output.js';

export interface ConvertOptions {
  readonly to: string;
  readonly out: string;
  readonly senderType?: string;
  readonly recipientType?: string;
  readonly json?: boolean;
}

const EFFECTS = {
  dropped: '除いたもの',
  defaulted: '補ったもの',
  needsPerson: '人の確認が必要',
  refused: '変換できません',
} as const;

/**
 * Converts whole units to the other edition; what was lost, is missing or could not be converted is reported. A unit with
 * errors is not converted: exit code 1, with a sentence for each cause. Existing files are never overwritten.
 */
export async function convert(
  paths: readonly string[],
  { to, out, senderType, recipientType, json = false }: ConvertOptions,
): Promise<number> {
  if (to !== '3' && to !== '4.1') throw new CommandError('--to は 3 または 4.1 です。', 2);
  const { inputs, checked } = workOn(paths, 'read');
  const result = convertFiles(checked, to, { senderType, recipientType });
  const { files, notes, account } = result;
  if (json) print(JSON.stringify(convertJson(result, inputs), null, 2));
  else {
    print(workedOnText('変換するもの', { ...account, carried: account.records }));
    for (const { effect, message } of notes) print(`${EFFECTS[effect]}: ${message}`);
    // Broken records stand among the causes above: their units are refused.
    const left = unusedTexts(account.unused.filter(({ record }) => record === null));
    if (left.length > 0) print(['変換しなかったもの:', ...left.map((text) => `  ・${text}`)].join('\n'));
  }
  if (checked.units.length === 0)
    throw new CommandError('変換できるケアプランデータがありません。「musubi check」で確かめてください。');
  if (files.length > 0) writeAll(out, files);
  say(files.length > 0 ? `${files.length}ファイルを ${out} に書き出しました。` : '何も書き出していません。');
  return notes.some(({ effect }) => effect === 'refused') ? 1 : exitCodeOf({ inputs, account });
}

function convertJson({ files, notes, account }: ConvertedFiles, inputs: Parameters<typeof accountJson>[0]['inputs']) {
  return { ...accountJson({ inputs, account }), files: files.map(({ name }) => name), notes };
}

/** Writes all of the files or none: what was written before one fails is taken away again. */
function writeAll(folder: string, files: readonly InputFile[]): void {
  const taken = files.find(({ name }) => existsSync(join(folder, name)));
  if (taken) throw new CommandError(`${join(folder, taken.name)} はすでにあります。別のフォルダを指定してください。`);
  mkdirSync(folder, { recursive: true });
  const written: string[] = [];
  try {
    for (const { name, bytes } of files) {
      const path = join(folder, name);
      writeFileSync(path, '', { flag: 'wx' });
      written.push(path);
      writeFileSync(path, bytes);
    }
  } catch (error) {
    for (const path of written) rmSync(path, { force: true });
    throw error;
  }
}
