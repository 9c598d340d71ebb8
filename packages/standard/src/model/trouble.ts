import { type CheckableFile, isWhole } from '../checks/items.js';
import type { FindingCode } from '../findings/catalogue.js';
import { cutTo, visible } from '../findings/visible.js';
import { editionOfCsvVersion } from '../layouts/index.js';
import type { ItemFormat } from '../layouts/types.js';

/** The trouble by which a record can't be used. */
export interface RecordTrouble {
  /** The finding by which checks tell it. */
  readonly code: FindingCode;
  /** Japanese, without the place: 「サービス利用日」の「20261131」は、暦にない日付です。 */
  readonly reason: string;
}

/** An item that has to be read, and how. */
interface ReadableItem {
  readonly item: string;
  readonly codec: { parse(text: string): unknown };
}

/**
 * Finds what keeps each record of a file from being used: it lacks items or has too many, it is of another edition than
 * its file, or a value is none of its kind. `items` are those that somebody wants to use; `filled` may not be empty.
 * The answer of a row is null when the record can be used.
 */
export function recordTroubles(
  file: CheckableFile,
  items: readonly ReadableItem[],
  filled: readonly string[] = [],
): (row: number) => RecordTrouble | null {
  const { table, layout } = file;
  const wanted = layout.items.flatMap(({ nameJa, no, format }) => {
    const codec = items.find(({ item }) => item === nameJa)?.codec;
    const mayBeEmpty = !filled.includes(nameJa);
    return codec || !mayBeEmpty ? [{ nameJa, no, format, codec, mayBeEmpty }] : [];
  });
  const isForeign = foreignVersions(file);
  // Values equal to those of the row above are not read again.
  const known: (RecordTrouble | null)[] = wanted.map(() => null);
  let previous = -1;
  return (row) => {
    if (!isWhole(file, row)) return wrongCount(file, row);
    if (isForeign(row)) return foreignVersion(file, row);
    for (const [at, { nameJa, no, format, codec, mayBeEmpty }] of wanted.entries()) {
      if (previous >= 0 && table.sameAs(row, previous, no)) continue;
      const text = table.text(row, no);
      const isMissing = text === '' && !mayBeEmpty;
      const isUnknown = codec !== undefined && codec.parse(text) === undefined;
      known[at] = isMissing ? missing(nameJa) : isUnknown ? unreadable(nameJa, text, format) : null;
    }
    previous = row;
    return known.find((one) => one !== null) ?? null;
  };
}

/** Rows whose CSVバージョン says the other edition, in a file that also has rows of its own. */
function foreignVersions({ table, layout }: CheckableFile): (row: number) => boolean {
  const isOwn = (row: number) => editionOfCsvVersion(table.text(row, 1)) === layout.edition;
  let mixed = false;
  let own = -1;
  for (let row = 0; row < table.rowCount && !(mixed && own >= 0); row++) {
    if (row > 0 && table.sameAs(row, row - 1, 1)) continue;
    if (isOwn(row)) own = row;
    else mixed = true;
  }
  return mixed && own >= 0 ? (row) => !table.sameAs(row, own, 1) && !isOwn(row) : () => false;
}

function wrongCount({ table, layout }: CheckableFile, row: number): RecordTrouble {
  const [found, expected] = [table.itemCount(row), layout.items.length];
  const reason = `項目が${found}個です（${expected}個のはずです）。コンマが消えたか増えた行、または途中で切れた行です。`;
  return { code: 'MSB-READ-ITEM-COUNT', reason };
}

function foreignVersion({ table, layout }: CheckableFile, row: number): RecordTrouble {
  const reason = `CSVバージョンが「${shown(table.text(row, 1))}」で、第${layout.edition}版の行ではありません。`;
  return { code: 'MSB-READ-MIXED-VERSIONS', reason };
}

function missing(item: string): RecordTrouble {
  return { code: 'MSB-ITEM-REQUIRED', reason: `「${item}」が空です。` };
}

const FORMS: Readonly<Partial<Record<ItemFormat, readonly [FindingCode, string]>>> = {
  ymd: ['MSB-ITEM-BAD-DATE', '暦にある日付（YYYYMMDD）ではありません'],
  ymd0: ['MSB-ITEM-BAD-DATE', '暦にある日付（YYYYMMDD）ではありません'],
  ym: ['MSB-ITEM-BAD-MONTH', '年月（YYYYMM）ではありません'],
  ym0: ['MSB-ITEM-BAD-MONTH', '年月（YYYYMM）ではありません'],
  hm: ['MSB-ITEM-BAD-TIME', '時刻（HHMM）ではありません'],
  hm9: ['MSB-ITEM-BAD-TIME', '時刻（HHMM）ではありません'],
  dec: ['MSB-ITEM-NOT-DECIMAL', '数字ではありません'],
  code: ['MSB-ITEM-BAD-CODE', '決められたコードではありません'],
  dayflags: ['MSB-ITEM-BAD-DAY-FLAGS', '31日分の0と1ではありません'],
};

function unreadable(item: string, text: string, format: ItemFormat): RecordTrouble {
  const [code, what] = FORMS[format] ?? ['MSB-ITEM-NOT-NUMBER', '数字ではありません'];
  return { code, reason: `「${item}」の「${shown(text)}」は、${what}。` };
}

const SHOWN = 20;

/** A value as a sentence may hold it: short, and nothing in it that moves the cursor. */
const shown = (text: string) => cutTo(SHOWN, visible(text));
