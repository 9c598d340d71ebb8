import { describe, expect, it } from 'vitest';
import { checkFiles, replacedServices, type SendingUnit } from '../index.js';
import { sampleFolder } from '../samples.testing.js';

const month = checkFiles([...sampleFolder('month-v4/plans'), ...sampleFolder('month-v4/actuals')]).units;

function placesOf(
  units: readonly SendingUnit[],
): { file: string; record: number; office: string; unit: SendingUnit }[] {
  return units.flatMap((unit) =>
    unit.files
      .filter(({ kind }) => kind === 'UPPLAN' || kind === 'UPJSK')
      .flatMap(({ name, table, layout }) => {
        const office = layout?.items.find(({ nameJa }) => nameJa === 'サービス事業者コード')?.no ?? 0;
        return Array.from({ length: table?.rowCount ?? 0 }, (_, at) => ({
          file: name,
          record: at + 1,
          office: table?.text(at, office) ?? '',
          unit,
        }));
      }),
  );
}

describe('records that do not hold', () => {
  it('are, within a month, the copies of rows that another office was told itself', () => {
    const isReplaced = replacedServices(month);
    const told = new Set(month.map(({ recipient }) => recipient.officeNumber));
    for (const place of placesOf(month.filter(({ kind }) => kind === 'schedule')))
      if (place.office === place.unit.recipient.officeNumber) expect(isReplaced(place)).toBe(false);
      else expect(isReplaced(place)).toBe(told.has(place.office));
    for (const place of placesOf(month.filter(({ kind }) => kind === 'actuals'))) expect(isReplaced(place)).toBe(false);
  });

  it('are all of a unit that came again under a later serial', () => {
    const [first] = month.filter(({ kind }) => kind === 'actuals');
    if (!first) throw new Error('there are actuals');
    const again: SendingUnit = {
      ...first,
      serial: '20261105090000',
      files: first.files.map((file) => ({ ...file, name: `later ${file.name}` })),
    };
    const isReplaced = replacedServices([again, first]);
    expect(placesOf([first]).map(isReplaced)).not.toContain(false);
    expect(placesOf([again]).map(isReplaced)).not.toContain(true);
  });

  it('are none in a unit by itself', () => {
    for (const unit of month) expect(placesOf([unit]).map(replacedServices([unit]))).not.toContain(true);
  });
});
