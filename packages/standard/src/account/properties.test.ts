import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Account,
  accountOf,
  type CheckedFiles,
  checkFiles,
  compareScheduleWithActuals,
  convertFiles,
  type InputFile,
  type Purpose,
  readFile,
  reconcile,
  replacedServices,
  type SendingUnit,
  viewUnit,
} from '../index.js';
import { fieldCase, mutate, mutations } from './mutations.testing.js';

const PLAN = fieldCase('C13-same-number-two-insurers/plan');
const ACTUAL = fieldCase('C13-same-number-two-insurers/actual');

const recordsIn = (files: readonly InputFile[]) =>
  files.reduce((sum, file) => sum + (readFile(file).table?.rowCount ?? 0), 0);
const reported = ({ unused }: Account) => unused.reduce((sum, { records }) => sum + records, 0);
const SERVICES: readonly (string | null)[] = ['UPPLAN', 'UPJSK', 'DLTPLAN', 'DLTJSK'];

/** Records of services in the files meant for a side: those of units of the other side are said to be foreign. */
function servicesIn({ units, files }: CheckedFiles, kind: string): number {
  const foreign = new Set(
    units.filter((unit) => !unit.kind.startsWith(kind)).flatMap((unit) => unit.files.map(({ bytes }) => bytes)),
  );
  return files
    .filter((file) => !foreign.has(file.bytes) && (file.kind === null || SERVICES.includes(file.kind)))
    .reduce((sum, { table }) => sum + (table?.rowCount ?? 0), 0);
}

/** Service records that do not hold any more: a later unit replaced them. */
function replacedIn(units: readonly SendingUnit[], purpose: Purpose): number {
  const isReplaced = replacedServices(units);
  const prefix = purpose === 'schedules' ? 'schedule' : 'actuals';
  return units
    .filter(({ kind }) => kind.startsWith(prefix))
    .flatMap(({ files }) => files)
    .flatMap(({ name, table }) =>
      Array.from({ length: table?.rowCount ?? 0 }, (_, at) => ({ file: name, record: at + 1 })),
    )
    .filter(isReplaced).length;
}

const mutated = (property: (plan: InputFile[], actual: InputFile[]) => void) =>
  fc.assert(
    fc.property(mutations, mutations, (plans, actuals) => property(mutate(PLAN, plans), mutate(ACTUAL, actuals))),
    { numRuns: 150 },
  );

describe('records in are records carried and records reported, whatever happens to a month,', () => {
  it('by convert, which writes whole units only', () => {
    mutated((plan, actual) => {
      const files = [...plan, ...actual];
      const checked = checkFiles(files);
      const { files: written, account } = convertFiles(checked, '3');
      expect(recordsIn(written)).toBe(account.carried);
      expect(recordsIn(files)).toBe(recordsIn(written) + reported(account));
      for (const { bytes } of written) expect(bytes.length).toBeGreaterThan(0);
    });
  });

  it('by show', () => {
    mutated((plan, actual) => {
      const checked = checkFiles([...plan, ...actual]);
      const shown = new Set(checked.units.flatMap((unit) => sourcesIn(viewUnit(unit))));
      expect(recordsIn([...plan, ...actual])).toBe(shown.size + reported(accountOf(checked, 'read')));
    });
  });

  it('by compare, side by side', () => {
    mutated((plan, actual) => {
      const [planned, provided] = [checkFiles(plan), checkFiles(actual)];
      const { rows } = compareScheduleWithActuals(planned.units, provided.units);
      expect(servicesIn(planned, 'schedule')).toBe(
        rows.planned +
          rows.waiting +
          replacedIn(planned.units, 'schedules') +
          reported(accountOf(planned, 'schedules')),
      );
      expect(servicesIn(provided, 'actuals')).toBe(
        rows.actual + replacedIn(provided.units, 'actuals') + reported(accountOf(provided, 'actuals')),
      );
    });
  });

  it('by reconcile', () => {
    mutated((plan, actual) => {
      const [planned, provided] = [checkFiles(plan), checkFiles(actual)];
      const { rows } = reconcile({ schedules: planned.units, actuals: provided.units, month: '202610' });
      const told =
        reported(accountOf(planned, 'schedules', '202610')) + reported(accountOf(provided, 'actuals', '202610'));
      const replaced = replacedIn(planned.units, 'schedules') + replacedIn(provided.units, 'actuals');
      expect(servicesIn(planned, 'schedule') + servicesIn(provided, 'actuals')).toBe(
        rows.planned + rows.waiting + rows.actual + replaced + told,
      );
    });
  });
});

/** Every record that a view names as the source of something. */
function sourcesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('file' in value && 'record' in value) return [`${value.file} ${value.record}`];
  return Object.values(value).flatMap(sourcesIn);
}
