import { describe, expect, it } from 'vitest';
import { checkFiles, type InputFile, loadReplacements, repairAll } from '../index.js';
import { sampleFolder } from '../samples.testing.js';

/** One good unit of three files. */
const UNIT = sampleFolder('month-v4/plans').filter(({ name }) => name.includes('1375400014_13'));
const PLAN = UNIT.find(({ name }) => name.startsWith('UPPLAN'));
if (!PLAN || UNIT.length !== 3) throw new Error('the sample has a unit of three files');
const right = PLAN.name;
const withName = (name: string): InputFile[] => UNIT.map((file) => (file === PLAN ? { ...file, name } : file));
const codes = (files: readonly InputFile[]) => checkFiles(files).findings.map(({ code }) => code);

describe('a file under a mistyped name beside the unit that lacks it', () => {
  it.each([
    ['a kind with a letter less', right.replace('UPPLAN', 'UPLAN')],
    ['a kind with swapped letters and a copy mark', right.replace('UPPLAN', 'UPPLNA').replace('.CSV', ' (1).CSV')],
    ['a month that is none', right.replace('_202610_', '_202613_')],
    ['a digit less in the sender', right.replace('1377700001', '137770001')],
    ['another recipient type', right.replace('1375400014_13', '1375400014_1')],
    ['a serial that is no time', right.replace(/_2026(\d+)\.CSV/, '_2099$1.CSV').replace(/_2099\d{4}/, '_20269999')],
    ['a service type left out', right.replace('1377700001_43', '1377700001')],
    ['nothing but the kind', 'UPPLAN.CSV'],
    ['no extension', right.replace('.CSV', '')],
    ['another extension', right.replace('.CSV', '.dat')],
  ])('is not called missing, its right name is offered and mends it: %s', async (_case, name) => {
    const { findings, leftOver } = checkFiles(withName(name));
    expect(leftOver).toEqual([]);
    expect(findings.map(({ code }) => code)).not.toContain('MSB-UNIT-FILE-MISSING');
    expect(findings.filter(({ severity }) => severity === 'error')).not.toEqual([]);
    const rename = { action: 'rename', from: name, to: right };
    expect(findings.filter(({ repair }) => repair).map(({ repair }) => repair)).toEqual([rename]);
    const { files, steps } = repairAll(withName(name), await loadReplacements());
    expect(steps).toEqual([{ repair: rename, isDone: true, replaced: [] }]);
    expect(codes(files)).toEqual(codes(UNIT));
  });

  it('is called what it is where two units could be meant, or more than one part differs', () => {
    const second = UNIT.filter((file) => file !== PLAN).map((file) => ({
      ...file,
      name: file.name.replace('1375400014_13', '1375400022_13'),
    }));
    const ambiguous = [...withName('UPPLAN.CSV'), ...second];
    const missing = (files: readonly InputFile[]) => codes(files).filter((code) => code === 'MSB-UNIT-FILE-MISSING');
    expect(missing(ambiguous)).toHaveLength(2);
    expect(missing(withName(right.replace('_202610_', '_202613_').replace('1375400014', '9999999999')))).toHaveLength(
      1,
    );
  });
});

describe('two generations of a unit', () => {
  const later = UNIT.map((file) => ({ ...file, name: file.name.replace(/_\d{14}\./, '_20301231235959.') }));
  const older = (files: readonly InputFile[]) =>
    checkFiles(files).units.filter(({ findings }) => findings.some(({ code }) => code === 'MSB-UNIT-OLDER-GENERATION'));

  it('are told at the older one only', () => {
    expect(older(UNIT)).toEqual([]);
    expect(older([...later, ...UNIT]).map(({ serial }) => serial)).toEqual([/_(\d{14})\./.exec(right)?.[1]]);
  });

  it('are none when they go to another office, are of another month or about other clients', () => {
    const elsewhere = later.map((file) => ({ ...file, name: file.name.replace('1375400014_13', '1375400022_13') }));
    const month = later.map((file) => ({ ...file, name: file.name.replace('_202610_', '_202611_') }));
    const others = later.map(({ name, bytes }) => ({
      name,
      bytes: new Uint8Array(
        Buffer.from(
          Buffer.from(bytes)
            .toString('latin1')
            .replaceAll(/^("?\d{6}"?,"?\d{6}"?,"?)[\dH]\d{5}/gm, '$1777777'),
          'latin1',
        ),
      ),
    }));
    for (const second of [elsewhere, month, others])
      expect(older([...UNIT, ...second]).map(({ serial }) => serial)).toEqual([]);
  });
});

it('a repair that has no character for what stands there is told as not done', async () => {
  const bytes = new TextEncoder().encode('202407,131016,0000000001,202610,🌸\r\n');
  const name = 'DLTPLAN_202610_1377700001_43_1375400014_13_20260926090000.CSV';
  const { files, steps } = repairAll([{ name, bytes }], await loadReplacements());
  expect(files).toEqual([{ name, bytes }]);
  expect(steps).toMatchObject([{ isDone: false, replaced: [{ character: '🌸', by: null }] }]);
});
