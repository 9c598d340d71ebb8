import { checkProfile, isPattern, profileJson, profileJunit, profileText } from '@musubi/standard';
import { readInputs } from '../files.js';
import { CommandError, print } from '../terminal/output.js';

/** Checks files against the vendor test's patterns; `pattern` true means all that the files serve. */
export async function profile(paths: readonly string[], pattern: string | true, format: string): Promise<number> {
  const wanted = pattern === true ? null : pattern.toUpperCase();
  if (wanted !== null && !isPattern(wanted)) throw new CommandError('--profile は D1〜D7 のどれかです。', 2);
  const writers = { text: profileText, json: profileJson, junit: profileJunit } as const;
  const name = (['text', 'json', 'junit'] as const).find((known) => known === format);
  if (!name) throw new CommandError('--format は text、json、junit のどれかです。', 2);
  const report = checkProfile(readInputs(paths).files, wanted);
  print(writers[name](report));
  return report.conforms ? 0 : 1;
}
