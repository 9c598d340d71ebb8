import { describe, expect, it } from 'vitest';
import { checkFiles, modelToFiles, type UnitModel, unitToModel } from '../index.js';
import { sampleFolder } from '../samples.testing.js';

const FOLDERS = ['month-v4', 'month-v3', 'careplan-v4', 'careplan-v3', 'deletions', 'preventive-v4'];

describe.each(FOLDERS)('the model of %s', (folder) => {
  it('is written back to the same bytes, unit by unit', () => {
    for (const unit of checkFiles(sampleFolder(folder)).units) {
      const model = unitToModel(unit);
      expect(model.unreadable).toBe(0);
      const written = modelToFiles(model);
      const files = 'files' in written ? written.files : [];
      const sort = (list: readonly { name: string; bytes: Uint8Array }[]) =>
        list.map(({ name, bytes }) => `${name} ${Buffer.from(bytes).toString('hex')}`).sort();
      expect(sort(files)).toEqual(sort(unit.files));
    }
  });
});

describe('a schedule as a model', () => {
  const [unit] = checkFiles(sampleFolder('month-v4/plans')).units;
  const model = unit ? unitToModel(unit) : null;

  it('has typed dates, times and numbers', () => {
    expect(model?.services[0]).toMatchObject({ month: '2026-10', units: expect.any(Number), over30Days: false });
    expect(model?.services[0]?.day).toMatch(/^2026-10-\d\d$/);
    expect(model?.annex[0]?.unitPrice).toBe(1140);
    expect(model?.supplements[0]?.birthDate).toMatch(/^19\d\d-\d\d-\d\d$/);
  });

  it('says where each record came from', () => {
    expect(model?.services[0]?.source).toMatchObject({ file: expect.stringMatching(/^UPPLAN_/), record: 1 });
  });

  it('writes a changed value in the form of the standard', () => {
    const changed: UnitModel | null = model && {
      ...model,
      services: model.services.map((row) => ({ ...row, start: 9 * 60 + 5 })),
    };
    const written = changed && modelToFiles(changed);
    const plan = written && 'files' in written ? written.files.find(({ name }) => name.startsWith('UPPLAN')) : null;
    expect(Buffer.from(plan?.bytes ?? []).toString('latin1')).toContain(',0905,');
  });

  it('refuses a character outside MS932 with its place', () => {
    const changed: UnitModel | null = model && {
      ...model,
      supplements: model.supplements.map((row) => ({ ...row, name: '𠮷田' })),
    };
    expect(changed && modelToFiles(changed)).toMatchObject({
      unwritable: expect.arrayContaining([expect.objectContaining({ character: '𠮷', position: 1 })]),
    });
  });
});
