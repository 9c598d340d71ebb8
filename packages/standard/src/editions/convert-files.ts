import { accountOf } from '../account/account.js';
import type { Account, Unused } from '../account/types.js';
import type { CheckedFiles } from '../checks/check-unit.js';
import { layoutOf } from '../layouts/index.js';
import type { Edition } from '../layouts/types.js';
import type { InputFile, ReadFile } from '../reading/types.js';
import { type Conversion, type ConversionNote, type ConversionOptions, convertUnit } from './convert.js';

/** A heap of files in another edition: whole units only. */
export interface ConvertedFiles {
  readonly files: readonly InputFile[];
  readonly notes: readonly ConversionNote[];
  /** The account of the conversion: files of refused units are among the unused. */
  readonly account: Account;
}

/**
 * Converts every unit that can be converted as a whole. Names of edition 3 lack the service types, so that two units may
 * come to the same names: the second is refused.
 */
export function convertFiles(checked: CheckedFiles, to: Edition, options: ConversionOptions = {}): ConvertedFiles {
  const files = new Map<string, InputFile>();
  const notes: ConversionNote[] = [];
  const account = accountOf(checked, 'read');
  const unused: Unused[] = [...account.unused];
  for (const unit of checked.units) {
    const converted = withoutClash(convertUnit(unit, to, options), files, to);
    for (const file of converted.files) files.set(file.name, file);
    notes.push(...converted.notes);
    const isRefused = converted.files.length === 0;
    const lost = isRefused ? unit.files : unit.files.filter((file) => isUnknownTo(file, to));
    unused.push(...lost.map((file) => lostFile(file, isRefused, to, account.unused)));
  }
  const carried = account.records - unused.reduce((sum, { records }) => sum + records, 0);
  return { files: [...files.values()], notes, account: { ...account, carried, unused } };
}

function withoutClash(converted: Conversion, files: ReadonlyMap<string, InputFile>, to: Edition): Conversion {
  const clash = converted.files.find(({ name }) => files.has(name));
  if (!clash) return converted;
  const message = `第${to}版のファイル名では、ほかの送信単位と同じ名前（${clash.name}）になるため、変換していません。片方ずつ変換してください。`;
  return { files: [], notes: [{ effect: 'refused', file: clash.name, records: [], message }] };
}

function isUnknownTo({ layout }: ReadFile, to: Edition): boolean {
  return layout !== null && layoutOf(layout.kind, to) === null;
}

/** A file that is not among the converted, with the records that the account has not told of yet. */
function lostFile(file: ReadFile, isRefused: boolean, to: Edition, told: readonly Unused[]): Unused {
  const already = told.reduce((sum, one) => (one.file === file.name ? sum + one.records : sum), 0);
  const why = isRefused ? '送信単位ごと変換していません。' : `第${to}版にない種類のため、変換していません。`;
  return {
    ...{ file: file.name, record: null, line: null },
    records: (file.table?.rowCount ?? 0) - already,
    cause: isRefused ? 'broken' : 'foreign',
    code: 'MSB-UNIT-NOT-STANDARD',
    message: `${file.name}: ${why}`,
  };
}
