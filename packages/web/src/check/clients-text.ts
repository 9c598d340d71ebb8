import type { CheckedUnit } from './checker-api.js';

/** The clients of a unit in a few words. */
export function clientsText({ clients }: Pick<CheckedUnit, 'clients'>): string {
  const [first, second] = clients.map(({ name, insuredNumber }) => name ?? `被保険者番号 ${insuredNumber}`);
  if (!first) return '―';
  const named = [first, second].filter(Boolean).join('、');
  return clients.length > 2 ? `${named} ほか（${clients.length}人）` : named;
}
