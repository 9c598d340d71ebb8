import type { UnitModel } from '@musubi/standard';

export interface ClientNumbers {
  readonly insurerNumber: string;
  readonly insuredNumber: string;
}

/** What a unit says of one client. */
export interface ClientModel extends UnitModel, ClientNumbers {}

/** Records grouped by a key, keeping their order. */
export function groupBy<T>(items: Iterable<T>, keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

export function clientKey({ insurerNumber, insuredNumber }: ClientNumbers): string {
  return `${insurerNumber} ${insuredNumber}`;
}

/** The model of each client by itself, in order of the files: a form is one client's. */
export function modelsByClient(model: UnitModel): ClientModel[] {
  const clients = new Map<string, ClientNumbers>();
  const split = <R extends ClientNumbers>(records: readonly R[]) => {
    const groups = groupBy(records, clientKey);
    for (const [key, [first]] of groups) if (first && !clients.has(key)) clients.set(key, first);
    return (key: string): readonly R[] => groups.get(key) ?? [];
  };
  const parts = {
    supplements: split(model.supplements),
    carePlans: split(model.carePlans),
    goals: split(model.goals),
    week: split(model.week),
    services: split(model.services),
    annex: split(model.annex),
    clientRecords: split(model.clientRecords),
    days: split(model.days),
    illnesses: split(model.illnesses),
    preventivePlans: split(model.preventivePlans),
    measures: split(model.measures),
    deletions: split(model.deletions),
  };
  return [...clients].map(([key, { insurerNumber, insuredNumber }]) => ({
    ...model,
    insurerNumber,
    insuredNumber,
    supplements: parts.supplements(key),
    carePlans: parts.carePlans(key),
    goals: parts.goals(key),
    week: parts.week(key),
    services: parts.services(key),
    annex: parts.annex(key),
    clientRecords: parts.clientRecords(key),
    days: parts.days(key),
    illnesses: parts.illnesses(key),
    preventivePlans: parts.preventivePlans(key),
    measures: parts.measures(key),
    deletions: parts.deletions(key),
  }));
}
