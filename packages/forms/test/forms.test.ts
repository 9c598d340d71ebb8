import { CODE_TABLES, clientsOf, clock, formatDate, formatMonth, type Item, type SendingUnit } from '@musubi/standard';
import { describe, expect, it } from 'vitest';
import { documentOf, type FormDocument, formsOf, type TextItem } from '../src/index.js';
import { FULL_UNITS, sampleUnits } from './units.testing.js';

const FOLDERS = ['careplan-v3', 'careplan-v4', 'deletions', 'month-v3', 'month-v4', 'preventive-v4'];
const units: readonly (readonly [string, SendingUnit])[] = [
  ...FOLDERS.flatMap((folder) => sampleUnits(folder).map((unit) => [`${folder} ${unit.serial}`, unit] as const)),
  ...Object.entries(FULL_UNITS).map(([name, make]) => [`filled ${name}`, make()] as const),
];

/** Items for machines: no form has a place for them. Numbers of needs and goals order the rows of a form. */
const UNPRINTED = /^(CSVバージョン|更新業者コード|識別子|事業所コード|入力者コード)$|ＮＯ$/;
const KEYS = ['居宅サービス計画作成（変更）日', '計画作成(変更)日', '相談日', '作成年月日'];

function textsOf({ pages }: FormDocument): TextItem[] {
  return pages.flatMap(({ items }) => items.filter((item): item is TextItem => item.type === 'text'));
}

const bare = (text: string) => text.replaceAll(/\s/g, '');

/** Told by the column they stand in: which day, which weekday. */
const BY_PLACE = new Set(['サービス利用日', '曜日']);

/** What a person expects to read for a cell; null for what is not printed as a text (marks, 非該当). */
function expected({ nameJa, format, codeTable }: Item, cell: string, record: readonly string[]): string | null {
  if (/^0*$|^9999$|^9999999999$|^999999$/.test(cell) || UNPRINTED.test(nameJa) || BY_PLACE.has(nameJa)) return null;
  if (codeTable === '該当' || codeTable === '保険対象区分' || codeTable === '主治医・意見作成者フラグ') return null;
  if (format === 'dayflags') return '日割り';
  if (record.some((one) => /^..(AAAA|EEEE|ZZZZ)$|^999999$/.test(one)) && format !== 'ymd') return null;
  if (format.startsWith('ymd')) return formatDate(`${cell.slice(0, 4)}-${cell.slice(4, 6)}-${cell.slice(6)}`);
  if (format.startsWith('ym')) return formatMonth(cell);
  if (format.startsWith('hm')) return clock(Number(cell.slice(0, 2)) * 60 + Number(cell.slice(2)));
  if (format === 'int') return Number(cell).toLocaleString('ja-JP');
  if (format === 'servicetype') return null;
  const words = codeTable ? (CODE_TABLES[codeTable]?.[cell] ?? cell) : cell;
  return codeTable === '居住形態' ? (words.split('・')[0] ?? words) : words;
}

describe.each(units)('the forms of %s', (_, unit) => {
  const document = formsOf(unit);
  const texts = textsOf(document);

  it('print every value of every file', () => {
    const printed = bare(texts.map(({ text }) => text).join(''));
    const lost: string[] = [];
    for (const { table, layout, name } of unit.files) {
      for (let row = 0; table && layout && row < table.rowCount; row++) {
        const cells = layout.items.map(({ no }) => table.text(row, no));
        for (const item of layout.items) {
          const isKeyOfChild = row > 0 || KEYS.includes(item.nameJa);
          const value = expected(item, cells[item.no - 1] ?? '', cells);
          if (value && !isKeyOfChild && !printed.includes(bare(value))) lost.push(`${name} ${item.nameJa} ${value}`);
          if (value && isKeyOfChild && item.format === 'text' && !printed.includes(bare(value)))
            lost.push(`${name} ${row} ${item.nameJa} ${value}`);
        }
      }
    }
    expect(lost).toEqual([]);
  });

  it('have a mark for every day of every service', () => {
    const marked = new Set(
      texts.flatMap(({ sources }) => sources.map(({ file, record, item }) => `${file} ${record} ${item}`)),
    );
    for (const { table, layout, name } of unit.files)
      for (const item of layout?.items.filter(({ nameJa }) => BY_PLACE.has(nameJa)) ?? [])
        for (let row = 0; table && row < table.rowCount; row++)
          if (table.text(row, item.no) !== '') expect(marked).toContain(`${name} ${row + 1} ${item.nameJa}`);
  });

  it('print nothing that is not in file, record and item, or a word of the form', () => {
    const names = clientsOf(unit).flatMap(({ name, insuredNumber }) => [name, insuredNumber].filter((one) => one));
    for (const { text, sources } of texts) {
      for (const { file, record, item } of sources) {
        const origin = unit.files.find(({ name }) => name === file);
        const no = origin?.layout?.items.find(({ nameJa }) => nameJa === item)?.no;
        expect(no && origin?.table?.text(record - 1, no), `${text} from ${file} ${record} ${item}`).toBeTruthy();
      }
      if (sources.length === 0) expect(names).not.toContain(text.trim());
    }
  });

  it('stay on their pages without covering each other', () => {
    for (const page of document.pages)
      expectOrder(
        page.items.filter((item) => item.type === 'text'),
        page,
      );
  });
});

/** Texts within the margins, and no two of them on the same spot. */
function expectOrder(texts: readonly TextItem[], page: { readonly width: number; readonly height: number }): void {
  const boxes = texts.map(({ x, y, width, size, text }) => ({
    text,
    x,
    right: x + width,
    y: y - size * 0.8,
    bottom: y,
  }));
  for (const { text, x, right, y, bottom } of boxes) {
    expect(x, text).toBeGreaterThanOrEqual(9.9);
    expect(right, text).toBeLessThanOrEqual(page.width - 9.9);
    expect(y, text).toBeGreaterThanOrEqual(9.9);
    expect(bottom, text).toBeLessThanOrEqual(page.height - 9);
  }
  const sorted = boxes.toSorted((a, b) => a.y - b.y);
  for (const [at, one] of sorted.entries())
    for (const other of sorted.slice(at + 1)) {
      if (other.y >= one.bottom) break;
      const overlap = Math.min(one.right, other.right) - Math.max(one.x, other.x);
      expect(overlap, `${one.text} / ${other.text}`).toBeLessThan(0.2);
    }
}

describe('a document of several units', () => {
  const month = sampleUnits('month-v4');

  it('gathers the forms of each client under one bookmark', () => {
    const document = documentOf(month);
    expect(document.bookmarks).toHaveLength(new Set(month.flatMap(clientsOf).map((one) => one.insuredNumber)).size);
    for (const { page, children } of document.bookmarks) {
      expect(children[0]?.page).toBe(page);
      expect(children.length).toBeGreaterThan(1);
    }
  });

  it('prints one client alone', () => {
    const { bookmarks, pages } = documentOf(month, { client: { insurerNumber: null, insuredNumber: '0559378389' } });
    expect(bookmarks.map(({ title }) => title)).toEqual(['渡邊　太郎（0559378389）']);
    expect(pages.length).toBeGreaterThan(2);
  });

  it('names services where a table knows them', () => {
    const serviceName = (code: string, of: string) => (code === '131111' && of === '2026-10' ? '訪看Ⅰ１' : null);
    const texts = textsOf(documentOf(month, { serviceName })).map(({ text }) => text);
    expect(texts.some((text) => text.includes('訪看Ⅰ１'))).toBe(true);
    expect(texts.some((text) => text.includes('通所介護 155301'))).toBe(true);
  });

  it('leaves no name and no number of a person in a masked document', () => {
    const all = [...month, ...sampleUnits('careplan-v4'), ...sampleUnits('preventive-v4'), ...sampleUnits('deletions')];
    const { pages, bookmarks } = documentOf(all, { masked: true });
    const everything = JSON.stringify([
      pages.map(({ items }) => items.map((item) => ({ ...item, sources: [] }))),
      bookmarks,
    ]);
    const texts = bare(everything);
    for (const { name, insuredNumber } of all.flatMap(clientsOf)) {
      expect(texts).not.toContain(insuredNumber);
      if (name) expect(texts).not.toContain(bare(name));
    }
    expect(texts).not.toMatch(/長女架空|090-0000-0000|計画作成"|包括担当/);
  });
});
