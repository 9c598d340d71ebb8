import { clientNames } from '@musubi/standard';
import type { CheckedUnit } from './checker-api.js';

/** Names the clients of some units, by insurer and number. */
export function namesOf(units: readonly Pick<CheckedUnit, 'clients'>[]): NameOf {
  return clientNames(units.flatMap(({ clients }) => clients));
}

/** Looks up what a client is called; null where nothing at hand says it. */
export type NameOf = ReturnType<typeof clientNames>;

/** The clients of a unit in a few words. */
export function clientsText({ clients }: Pick<CheckedUnit, 'clients'>, nameOf: NameOf): string {
  const [first, second] = clients.map((client) => nameOf(client) ?? `被保険者番号 ${client.insuredNumber}`);
  if (!first) return '―';
  const named = [first, second].filter(Boolean).join('、');
  return clients.length > 2 ? `${named} ほか（${clients.length}人）` : named;
}
