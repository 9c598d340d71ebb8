import { showUnit, viewUnit } from '@musubi/standard';
import { accountJson, accountText, exitCodeOf, workOn } from '../account.js';
import { CommandError, print } from '../terminal/output.js';

/** Shows units as readable forms, after what they were read from; exit code 1 when part of it could not be read. */
export async function show(paths: readonly string[], { json = false }: { json?: boolean }): Promise<number> {
  const work = workOn(paths, 'read');
  const { units } = work.checked;
  if (json) print(JSON.stringify({ ...accountJson(work), units: units.map((unit) => viewUnit(unit)) }, null, 2));
  else print(accountText('表示するもの', work.account));
  if (units.length === 0)
    throw new CommandError('表示できるケアプランデータがありません。「musubi check」で確かめてください。');
  if (!json) print(`\n${units.map((unit) => showUnit(unit)).join('\n\n')}`);
  return exitCodeOf(work);
}
