import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Block,
  checkFiles,
  clientsOf,
  formatDate,
  formatMonth,
  modelToFiles,
  type SendingUnit,
  type SourceRef,
  showUnit,
  type UnitView,
  unitToModel,
  type Value,
  viewUnit,
} from '../index.js';
import { manifest, sampleFolder } from '../samples.testing.js';
import { columns, wrap } from './layout.js';

const GOOD = ['month-v4', 'month-v3', 'careplan-v4', 'careplan-v3', 'deletions', 'preventive-v4'];
const unitsOf = (folder: string): readonly SendingUnit[] => checkFiles(sampleFolder(folder)).units;

function sourcesOf(block: Block): (SourceRef | null)[] {
  switch (block.type) {
    case 'fields':
    case 'text':
      return [block.source];
    case 'table':
      return block.rows.map(({ source }) => source);
    case 'days':
      return block.rows.flatMap(({ sources }) => sources);
  }
}

function valuesOf(block: Block): Value[] {
  switch (block.type) {
    case 'fields':
      return block.fields.map(({ value }) => value);
    case 'text':
      return [block.text];
    case 'table':
      return block.rows.flatMap(({ cells }) => cells);
    case 'days':
      return block.rows.flatMap(({ service, office, note }) => [service, office, note]);
  }
}

const blocksOf = ({ sheets }: UnitView): Block[] => sheets.flatMap(({ blocks }) => blocks);

describe.each(GOOD)('the views of %s', (folder) => {
  const units = unitsOf(folder);

  it('leave no record out, and every value says which record it came from', () => {
    for (const unit of units) {
      const view = viewUnit(unit);
      expect(view.unreadable).toBe(0);
      expect(view.sheets.length).toBeGreaterThan(0);
      for (const source of blocksOf(view).flatMap(sourcesOf)) {
        const file = unit.files.find(({ name }) => name === source?.file);
        expect(source?.record).toBeGreaterThanOrEqual(1);
        expect(source?.record).toBeLessThanOrEqual(file?.table?.rowCount ?? 0);
      }
    }
  });

  it('hold every text of every record', () => {
    for (const unit of units) {
      const shown = blocksOf(viewUnit(unit))
        .flatMap(valuesOf)
        .map((value) => JSON.stringify(value))
        .join('\n');
      for (const { table, layout } of unit.files) {
        for (const item of layout?.items.filter(({ format }) => format === 'text') ?? []) {
          for (let row = 0; row < (table?.rowCount ?? 0); row++) {
            const text = table?.text(row, item.no) ?? '';
            if (text !== '' && /\D/.test(text)) expect(shown).toContain(JSON.stringify(text).slice(1, -1));
          }
        }
      }
    }
  });

  it('survive the way between a worker and its page', () => {
    for (const unit of units) {
      const view = viewUnit(unit);
      expect(structuredClone(view)).toEqual(view);
    }
  });

  it('have a sheet for every client, and the text names them', () => {
    for (const unit of units) {
      const listed = viewUnit(unit).sheets.map(({ client }) => client?.insuredNumber);
      const text = showUnit(unit);
      for (const { insuredNumber, name } of clientsOf(unit)) {
        expect(listed).toContain(insuredNumber);
        expect(text).toContain(name ?? insuredNumber);
      }
    }
  });
});

describe('a view', () => {
  it('has the counts of 第6表 at their days and adds them up', () => {
    for (const unit of unitsOf('month-v4/plans')) {
      const days = blocksOf(viewUnit(unit)).flatMap((block) => (block.type === 'days' ? block.rows : []));
      const services = unitToModel(unit).services;
      for (const { counts, total } of days) {
        expect(counts).toHaveLength(31);
        expect(counts.reduce<number>((sum, count) => sum + (count ?? 0), 0)).toBe(total);
      }
      const sum = days.reduce((all, { total }) => all + total, 0);
      expect(sum).toBe(services.reduce((all, { count }) => all + (count ?? 0), 0));
      expect(days.flatMap(({ sources }) => sources)).toHaveLength(services.length);
    }
  });

  it('emphasises the subtotals and the total of 第7表', () => {
    const [unit] = unitsOf('month-v4/plans');
    const annex = unit && viewUnit(unit).sheets.find(({ title }) => title.startsWith('第7表'));
    const [table] = annex?.blocks.filter((block) => block.type === 'table') ?? [];
    const strong = table?.type === 'table' ? table.rows.filter(({ emphasis }) => emphasis) : [];
    expect(strong.map(({ cells }) => cells[1])).toEqual(['小計 福祉用具貸与', '合計']);
  });

  it('takes names of services from the table it is given', () => {
    const [unit] = unitsOf('month-v4/plans');
    expect(unit && showUnit(unit, (code) => (code === '111111' ? '身体介護１' : null))).toContain('身体介護１');
  });

  it('never throws on defects, and shows the other records', () => {
    for (const { dir } of manifest.defects)
      for (const unit of unitsOf(dir)) expect(structuredClone(viewUnit(unit))).toEqual(viewUnit(unit));
  });

  it('holds whatever a person wrote, and every block stays cloneable', () => {
    const [unit] = unitsOf('careplan-v4');
    const model = unit && unitToModel(unit);
    const text = fc.string({
      unit: fc.constantFrom('介', '護', 'あ', 'ア', '1', 'A', '、', '"', ',', '\n', '　'),
      maxLength: 60,
    });
    fc.assert(
      fc.property(text, text, (wishes, content) => {
        if (!model) return;
        const written = modelToFiles({
          ...model,
          carePlans: model.carePlans.map((one) => ({ ...one, wishes })),
          goals: model.goals.map((one) => ({ ...one, content })),
        });
        const [changed] = checkFiles('files' in written ? written.files : []).units;
        const view = changed && viewUnit(changed);
        expect(structuredClone(view)).toEqual(view);
        const values = view ? blocksOf(view).flatMap(valuesOf) : [];
        for (const one of [wishes, content]) if (one !== '') expect(values).toContain(one);
      }),
      { numRuns: 50 },
    );
  });
});

describe('dates', () => {
  it.each([
    ['2026-10-01', 'era', '令和8年10月1日'],
    ['2019-05-01', 'era', '令和元年5月1日'],
    ['2019-04-30', 'era', '平成31年4月30日'],
    ['1926-12-25', 'era', '昭和元年12月25日'],
    ['1800-01-01', 'era', '1800年1月1日'],
    ['2026-10-01', 'western', '2026年10月1日'],
    ['unknown', 'era', 'unknown'],
    [null, 'era', ''],
  ] as const)('%s by %s is %s', (iso, style, text) => {
    expect(formatDate(iso, style)).toBe(text);
  });

  it('months come as files or models write them', () => {
    expect([formatMonth('202610'), formatMonth('2026-10', 'western'), formatMonth(null)]).toEqual([
      '令和8年10月',
      '2026年10月',
      '',
    ]);
  });
});

describe('wrapping', () => {
  it('loses nothing but blanks at breaks, and no line is too wide', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), fc.integer({ min: 8, max: 40 }), (text, width) => {
        const lines = wrap(text, width);
        const bare = (one: string) => one.replace(/\s/g, '');
        expect(bare(lines.join(''))).toBe(bare(text));
        for (const line of lines) expect(columns(line)).toBeLessThanOrEqual(width + 2);
      }),
    );
  });
});
