import { checkFiles, showUnit } from '@musubi/standard';
import { readInputs } from '../files.js';
import { CommandError, print, say } from '../terminal/output.js';

/** Shows units as readable forms. */
export async function show(paths: readonly string[]): Promise<number> {
  const { units, leftOver } = checkFiles(readInputs(paths).files);
  if (units.length === 0)
    throw new CommandError('表示できるケアプランデータがありません。「musubi check」で確かめてください。');
  print(units.map((unit) => showUnit(unit)).join('\n\n'));
  for (const { name } of leftOver) say(`表示できないファイル: ${name}`);
  return 0;
}
