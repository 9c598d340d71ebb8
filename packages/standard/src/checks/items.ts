import type { FindingCode } from '../findings/catalogue.js';
import type { Finding } from '../findings/finding.js';
import { makeFinding } from '../findings/make-finding.js';
import type { Item, Layout } from '../layouts/types.js';
import { canBeRead } from '../reading/rows.js';
import type { ReadFile, Table } from '../reading/types.js';
import { type ItemRule, type RuleBreach, ruleOf } from './item-rules.js';

const RULES = new WeakMap<Layout, readonly (ItemRule | null)[]>();

function rulesOf(layout: Layout): readonly (ItemRule | null)[] {
  const known = RULES.get(layout);
  if (known) return known;
  const rules = layout.items.map(ruleOf);
  RULES.set(layout, rules);
  return rules;
}

/** A CSV file whose records can be checked: it has a table and a layout. */
export interface CheckableFile extends ReadFile {
  readonly table: Table;
  readonly layout: Layout;
}

export function isCheckable(file: ReadFile): file is CheckableFile {
  return file.table !== null && file.layout !== null;
}

/** Whether the record can be read; checks look at no other. */
export const isWhole: (file: CheckableFile, row: number) => boolean = canBeRead;

/** The number of the item of a name; 0 where the layout has none. */
export function itemNamed({ layout }: CheckableFile, nameJa: string): number {
  return layout.items.find((item) => item.nameJa === nameJa)?.no ?? 0;
}

/** A finding at an item of a record. */
export function findingAt(
  file: CheckableFile,
  row: number,
  item: number,
  code: FindingCode,
  words?: RuleBreach['words'],
): Finding {
  const { table, layout } = file;
  const place = {
    file: file.name,
    record: row + 1,
    line: table.itemLine(row, item),
    item,
    itemName: layout.items[item - 1]?.nameJa ?? null,
    value: table.text(row, item),
  };
  return makeFinding(code, place, words);
}

const CHECKED = new WeakMap<Table, readonly Finding[]>();

/**
 * Checks every item by itself: required, length, form, code tables. Values equal to the row above are not read again,
 * and a file that was checked gives the same answer without being read again.
 */
export function checkItems(file: CheckableFile): readonly Finding[] {
  const known = CHECKED.get(file.table);
  if (known) return known;
  const findings = findItems(file);
  CHECKED.set(file.table, findings);
  return findings;
}

function findItems(file: CheckableFile): Finding[] {
  const { table, layout } = file;
  const rules = rulesOf(layout);
  const breaches: (RuleBreach | null)[] = layout.items.map(() => null);
  const findings: Finding[] = [];
  let previous = -1;
  for (let row = 0; row < table.rowCount; row++) {
    if (!isWhole(file, row)) continue;
    for (let at = 0; at < rules.length; at++) {
      if (previous < 0 || !table.sameAs(row, previous, at + 1)) {
        breaches[at] = checkCell(file, row, layout.items[at], rules[at] ?? null);
      }
      const found = breaches[at];
      if (found) findings.push(findingAt(file, row, at + 1, found.code, found.words));
    }
    previous = row;
  }
  return findings;
}

function checkCell(file: CheckableFile, row: number, item: Item | undefined, rule: ItemRule | null): RuleBreach | null {
  if (!item) return null;
  if (file.table.isEmpty(row, item.no)) return emptyBreach(item);
  if (!rule) return null;
  const value = file.table.text(row, item.no);
  return item.no === 1 && value.length <= 6 ? null : rule(value); // CSVバージョン has rules of its own in reading
}

/** 第6表 No.8 and 委託の有無: the source's marks are uncertain, so they are warned of only (open-questions Q1, Q6). */
function emptyBreach(item: Item): RuleBreach | null {
  if (item.nameJa === '委託の有無') return { code: 'MSB-ITEM-REQUIRED-UNCERTAIN' };
  if (!item.required) return null;
  return item.nameJa === '単位数' && item.no === 8
    ? { code: 'MSB-ITEM-REQUIRED-UNCERTAIN' }
    : { code: 'MSB-ITEM-REQUIRED' };
}
