import type { CheckedUnit } from './checker-api.js';

/** Names of clients in some units, by insured number. */
export function namesOf(units: readonly Pick<CheckedUnit, 'clients'>[]): ReadonlyMap<string, string> {
  const named = units.flatMap(({ clients }) =>
    clients.flatMap(({ insuredNumber, name }) => (name ? [[insuredNumber, name] as const] : [])),
  );
  return new Map(named);
}

/** The clients of a unit in a few words. */
export function clientsText(
  { clients }: Pick<CheckedUnit, 'clients'>,
  nameOf: (client: CheckedUnit['clients'][number]) => string | null,
): string {
  const [first, second] = clients.map((client) => nameOf(client) ?? `被保険者番号 ${client.insuredNumber}`);
  if (!first) return '―';
  const named = [first, second].filter(Boolean).join('、');
  return clients.length > 2 ? `${named} ほか（${clients.length}人）` : named;
}
