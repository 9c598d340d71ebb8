import { changeOf, readCodeTable, tableText } from '@musubi/reference';
import {
  accountOf,
  applyRepair,
  beginActuals,
  checkFiles,
  checkReport,
  clientsOf,
  compareScheduleWithActuals,
  convertFiles,
  type DescribedService,
  describeDifference,
  type Inflate,
  type InputFile,
  loadReplacements,
  monthHint,
  namesIn,
  reconcile,
  type SendingUnit,
  takeDrop,
  unknownClientText,
  viewUnit,
  workedOnText,
} from '@musubi/standard';
import { expose } from 'comlink';
import { inflateSync } from 'fflate';
import { loadKnowledge, loadServiceCodes, namesBy, setImportedTables } from '../app/reference.js';
import type { CheckedUnit, CheckerApi } from './checker-api.js';
import { beginMonth, writeActuals, writeSchedule } from './write-sheets.js';

/** Names of services; codes where the table can't be had (first use off line). */
const serviceNames = () => loadServiceCodes().then(namesBy, () => namesBy(null));

function plainUnit(unit: SendingUnit): CheckedUnit {
  const { kind, edition, sender, recipient, serial, month, findings, files } = unit;
  return {
    key: [kind, sender.officeNumber, recipient.officeNumber, serial].join(' '),
    kind,
    edition,
    sender: { ...sender },
    recipient: { ...recipient },
    serial,
    month,
    findings: [...findings],
    files: files.map(({ name, bytes }) => ({ name, bytes })),
    clients: clientsOf(unit),
  };
}

/** No more than the announced size comes out, however far a ZIP bomb would grow. */
const inflate: Inflate = (data, size) => inflateSync(data, { out: new Uint8Array(size) });

function serviceText(service: DescribedService | null): string {
  if (!service) return '―';
  const { times, service: name, units, count, marks } = service;
  return [times, name, `${units.toLocaleString('ja-JP')}単位×${count}`, marks].filter(Boolean).join(' ');
}

/** Schedules and actuals, read, with what each side says of itself. */
function readSides(schedules: readonly InputFile[], actuals: readonly InputFile[], month?: string) {
  const [planned, provided] = [checkFiles(schedules), checkFiles(actuals)];
  const [ofPlanned, ofProvided] = [accountOf(planned, 'schedules', month), accountOf(provided, 'actuals', month)];
  return {
    planned: planned.units,
    provided: provided.units,
    names: namesIn([...planned.units, ...provided.units]),
    workedOn: [workedOnText('予定', ofPlanned), workedOnText('実績', ofProvided)],
    unused: [...ofPlanned.unused, ...ofProvided.unused],
  };
}

/** Loads what sums of 第7表 need; files without one need no table. */
async function knowledgeFor(files: readonly InputFile[]) {
  return files.some(({ name }) => /SIKYU/i.test(name.normalize('NFKC'))) ? loadKnowledge() : undefined;
}

const api: CheckerApi = {
  sort: (dropped) => takeDrop(dropped, inflate),
  check: async (files, today, without) => {
    const { units, findings, leftOver } = checkFiles(files, { without, services: await knowledgeFor(files) });
    return {
      units: units.map(plainUnit),
      findings: [...findings],
      leftOver: leftOver.map(({ name }) => name),
      hints: [...monthHint(units, today)],
    };
  },
  view: async (files) => {
    const names = await serviceNames();
    return checkFiles(files).units.map((unit) => viewUnit(unit, names));
  },
  unused: (files, purpose) => accountOf(checkFiles(files), purpose).unused,
  compare: async (schedules, actuals) => {
    const services = await serviceNames();
    const { planned, provided, names, workedOn, unused } = readSides(schedules, actuals);
    const comparison = compareScheduleWithActuals(planned, provided, await loadKnowledge());
    const { matched, differences, missingOffices, unknownClients, presumedCodes } = comparison;
    return {
      matched,
      workedOn,
      unused,
      numbers: unknownClients.flatMap((one) => unknownClientText(one, names) ?? []),
      rows: differences.map((one) => {
        const {
          client,
          office,
          month,
          day,
          kindWords,
          planned: before,
          actual,
        } = describeDifference(one, names, services);
        return {
          client,
          office,
          day: `${Number(month.slice(5))}/${day}`,
          kind: kindWords,
          planned: serviceText(before),
          actual: serviceText(actual),
        };
      }),
      presumedCodes,
      missing: missingOffices.map(({ officeNumber, month, clients }) => ({
        office: names.offices.get(officeNumber) ?? officeNumber,
        month,
        clients,
      })),
    };
  },
  convert: (files, to) => {
    const { files: converted, notes, account } = convertFiles(checkFiles(files), to);
    return { files: converted, notes, unused: account.unused };
  },
  repair: async (files, repairs) => {
    const propose = await loadReplacements();
    return repairs.reduce((current, repair) => applyRepair(current, repair, propose), [...files]);
  },
  beginActuals: (schedules, own) => beginActuals(checkFiles(schedules).units, own),
  writeActuals,
  beginSchedule: async (sent, before, month) => beginMonth(sent, before, month, await loadKnowledge()),
  writeSchedule,
  reconcile: async (schedules, actuals, month) => {
    const { planned, provided, names, workedOn, unused } = readSides(schedules, actuals, month);
    const knowledge = await loadKnowledge();
    const sides = { schedules: planned, actuals: provided, month, ...(knowledge ? { knowledge } : {}) };
    return { reconciliation: reconcile(sides), names, workedOn, unused };
  },
  useTables: setImportedTables,
  previewTable: async (file, month, keepsMissing) => {
    const [table, { all }] = await Promise.all([readCodeTable(file, month), loadServiceCodes()]);
    const { lines, ...change } = changeOf(all, table, { keepsMissing });
    return {
      file: table.file,
      findings: table.findings,
      passedOver: table.passedOver,
      ...change,
      content: tableText(lines),
    };
  },
  report: async (files, options) => {
    const services = await knowledgeFor(files);
    const { units, findings } = checkFiles(files, { without: options.without, services });
    return checkReport({ units, findings }, options);
  },
};

expose(api);
