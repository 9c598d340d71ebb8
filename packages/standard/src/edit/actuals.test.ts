import { describe, expect, it } from 'vitest';
import {
  type ActualsSheet,
  actualsToFiles,
  asPlanned,
  beginActuals,
  cancelDay,
  changeTime,
  checkFiles,
  compareScheduleWithActuals,
  correctInsurer,
  deletionToFiles,
  enterActuals,
  openDays,
  type SendingUnit,
  unitToModel,
} from '../index.js';
import { sampleFolder } from '../samples.testing.js';

const bytes = (data: Uint8Array) => Buffer.from(data).toString('latin1');

function sheetFor(schedule: SendingUnit): ActualsSheet {
  const { officeNumber, serviceType } = schedule.recipient;
  const own = unitToModel(schedule).services.find((row) => row.officeNumber === officeNumber);
  return beginActuals([schedule], { officeNumber, serviceType: serviceType ?? own?.serviceCode.slice(0, 2) ?? '' });
}

describe.each(['month-v4', 'month-v3'] as const)('actuals of %s', (month) => {
  const schedules = checkFiles(sampleFolder(`${month}/plans`)).units;
  const samples = checkFiles(sampleFolder(`${month}/actuals`)).units;

  it('as planned differ in nothing from the schedule and pass every check', () => {
    for (const schedule of schedules) {
      const sheet = asPlanned(sheetFor(schedule));
      const { files, findings } = actualsToFiles(sheet, { serial: '20261101090000' });
      expect(findings).toEqual([]);
      const { units } = checkFiles(files);
      expect(units).toMatchObject([{ kind: 'actuals', edition: schedule.edition, month: '202610' }]);
      const { differences, matched } = compareScheduleWithActuals([schedule], units);
      expect(differences).toEqual([]);
      expect(matched).toBeGreaterThan(0);
    }
  });

  it('are the sample files to the byte once the differences of the samples are entered', () => {
    let compared = 0;
    for (const sample of samples) {
      const schedule = schedules.find(({ recipient }) => recipient.officeNumber === sample.sender.officeNumber);
      if (!schedule) throw new Error('every sample actual has its schedule');
      const differences = compareScheduleWithActuals([schedule], [sample]).differences;
      const sheet = differences.reduce(
        (changed, { insuredNumber, day, planned, actual }) => {
          const client = changed.clients.find((one) => one.insuredNumber === insuredNumber);
          const row = client?.rows.find(({ planned: days }) => days[day]?.source?.record === planned?.record);
          if (!client || !row) throw new Error('the planned row is in the sheet');
          return actual
            ? changeTime(changed, client.key, row.id, day, minutes(actual.startTime), minutes(actual.endTime))
            : cancelDay(changed, client.key, row.id, day, '体調不良');
        },
        asPlanned(sheetFor(schedule)),
      );
      const { files } = actualsToFiles(sheet, { serial: sample.serial });
      expect(files.map(({ name }) => name)).toEqual(sample.files.map(({ name }) => name));
      expect(files.map((file) => bytes(file.bytes))).toEqual(sample.files.map((file) => bytes(file.bytes)));
      compared += differences.length;
    }
    expect(compared).toBeGreaterThan(10);
  });

  it('are plain data, and clients are named', () => {
    const [schedule] = schedules;
    const sheet = schedule && asPlanned(sheetFor(schedule));
    expect(JSON.parse(JSON.stringify(sheet))).toEqual(sheet);
    expect(structuredClone(sheet)).toEqual(sheet);
    for (const client of sheet?.clients ?? []) expect(client.name).toMatch(/\p{Script=Han}/u);
  });

  it('are taken back by a deletion that compare honours', () => {
    const [schedule] = schedules;
    if (!schedule) return;
    const sheet = asPlanned(sheetFor(schedule));
    const sent = actualsToFiles(sheet, { serial: '20261101090000' }).files;
    const { files, findings } = deletionToFiles(sheet, { serial: '20261102090000' });
    expect(findings).toEqual([]);
    const { units } = checkFiles([...sent, ...files]);
    const { differences, matched } = compareScheduleWithActuals([schedule], units);
    expect(matched).toBe(0);
    expect(new Set(differences.map(({ kind }) => kind))).toEqual(new Set(['notProvided']));
  });
});

describe('actuals that were sent', () => {
  const schedules = checkFiles(sampleFolder('month-v4/plans')).units;
  const samples = checkFiles(sampleFolder('month-v4/actuals')).units;

  it('are entered again to be corrected, and compare as they did', () => {
    for (const sample of samples) {
      const schedule = schedules.find(({ recipient }) => recipient.officeNumber === sample.sender.officeNumber);
      if (!schedule) throw new Error('every sample actual has its schedule');
      const sheet = enterActuals(sheetFor(schedule), [sample]);
      const { units } = checkFiles(actualsToFiles(sheet, { serial: '20261105090000' }).files);
      const sorted = (list: readonly SendingUnit[]) =>
        list.flatMap(({ files }) => files.flatMap(({ bytes: data }) => bytes(data).split('\r\n'))).sort();
      expect(sorted(units)).toEqual(sorted([sample]));
      expect(sheet.clients.every((client) => openDays(client) === 0)).toBe(true);
    }
  });

  it('keep an insurer that was corrected by hand', () => {
    const [schedule] = schedules;
    if (!schedule) return;
    const planned = asPlanned(sheetFor(schedule));
    const [client] = planned.clients;
    const corrected = correctInsurer(planned, client?.key ?? '', '999999');
    const { units } = checkFiles(actualsToFiles(corrected, { serial: '20261105090000' }).files);
    expect(compareScheduleWithActuals([schedule], units).differences).toEqual([]);
    const again = enterActuals(sheetFor(schedule), units);
    expect(again.clients.map(({ insurerNumber }) => insurerNumber)).toEqual(
      corrected.clients.map(({ insurerNumber }) => insurerNumber),
    );
    expect(again.clients.map(({ key }) => key)).toEqual(planned.clients.map(({ key }) => key));
  });
});

it('can be written in the other edition', () => {
  const [schedule] = checkFiles(sampleFolder('month-v3/plans')).units;
  if (!schedule) return;
  const sheet = asPlanned(sheetFor(schedule));
  const { files, findings } = actualsToFiles(sheet, { serial: '20261101090000', edition: '4.1' });
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(checkFiles(files).units).toMatchObject([{ edition: '4.1', recipient: { serviceType: '43' } }]);
});

function minutes(time: string | null): number | null {
  return time === null ? null : Number(time.slice(0, 2)) * 60 + Number(time.slice(2, 4));
}
