import { groupBy } from '../compare/current.js';
import type { UnitModel } from '../model/model.js';
import { label } from './blocks.js';
import type { ClientHead } from './view.js';

interface Numbers {
  readonly insurerNumber: string;
  readonly insuredNumber: string;
}

/** What a unit says of one client. */
export interface ClientModel extends UnitModel, Numbers {}

/** The model of each client by itself, in order of the files: sheets are one client's. */
export function modelsByClient(model: UnitModel): ClientModel[] {
  const clients = new Map<string, Numbers>();
  const split = <R extends Numbers>(records: readonly R[]) => {
    const groups = groupBy(records, ({ insurerNumber, insuredNumber }) => `${insurerNumber} ${insuredNumber}`);
    for (const [key, [first]] of groups) if (first && !clients.has(key)) clients.set(key, first);
    return (key: string): readonly R[] => groups.get(key) ?? [];
  };
  const carePlans = split(model.carePlans);
  const goals = split(model.goals);
  const week = split(model.week);
  const services = split(model.services);
  const annex = split(model.annex);
  const supplements = split(model.supplements);
  const clientRecords = split(model.clientRecords);
  const days = split(model.days);
  const illnesses = split(model.illnesses);
  const preventivePlans = split(model.preventivePlans);
  const measures = split(model.measures);
  const deletions = split(model.deletions);
  return [...clients].map(([key, { insurerNumber, insuredNumber }]) => ({
    ...model,
    insurerNumber,
    insuredNumber,
    carePlans: carePlans(key),
    goals: goals(key),
    week: week(key),
    services: services(key),
    annex: annex(key),
    supplements: supplements(key),
    clientRecords: clientRecords(key),
    days: days(key),
    illnesses: illnesses(key),
    preventivePlans: preventivePlans(key),
    measures: measures(key),
    deletions: deletions(key),
  }));
}

/** The head of a client from 利用者補足情報, 利用者基本情報 or the plan, whichever the unit has. */
export function headOf(client: ClientModel): ClientHead {
  const [supplement] = client.supplements;
  const [record] = client.clientRecords;
  const person = supplement ?? record;
  return {
    insurerNumber: client.insurerNumber || null,
    insuredNumber: client.insuredNumber,
    name: person?.name || client.preventivePlans[0]?.name || null,
    kana: person?.kana || null,
    sex: person?.sex ? label('性別', person.sex) : null,
    birthDate: person?.birthDate ?? null,
    careLevel: careLevelOf(client) || null,
  };
}

/** The care level in words, from the first form that has it; each form has a code table of its own. */
function careLevelOf({ supplements, clientRecords, preventivePlans, carePlans }: ClientModel): string {
  const known = [
    label('要介護状態区分', supplements[0]?.careLevel ?? ''),
    label('要介護状態区分', carePlans[0]?.careLevel ?? ''),
    label('要支援状態区分', preventivePlans[0]?.supportLevel ?? ''),
    label('要介護状態区分(利用者基本情報)', clientRecords[0]?.careLevel ?? ''),
  ];
  return known.find((level) => level !== '') ?? '';
}
