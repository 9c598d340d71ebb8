import { isCheckable, isWhole } from '../checks/items.js';
import type { ReadFile } from '../reading/types.js';
import type { SendingUnit } from './types.js';

/** A client of a unit, for lists: no more than numbers and a name. */
export interface UnitClient {
  readonly insurerNumber: string | null;
  readonly insuredNumber: string;
  readonly name: string | null;
}

const INSURER = 2;
const INSURED = 3;
/** Forms that name their client, and under which item. */
const NAME_ITEMS: readonly string[] = ['利用者氏名', '利用者名'];

/**
 * The clients of a unit, each once, in order of its files. Cells are looked at only where a record is about somebody
 * else than the one above it, so that lists stay quick for the largest units.
 */
export function clientsOf(unit: Pick<SendingUnit, 'files'>): UnitClient[] {
  const clients = new Map<string, UnitClient>();
  for (const file of unit.files) addClients(file, clients);
  return [...clients.values()];
}

function addClients(file: ReadFile, clients: Map<string, UnitClient>): void {
  if (!isCheckable(file)) return;
  const { table, layout } = file;
  const nameItem = layout.items.find(({ nameJa }) => NAME_ITEMS.includes(nameJa))?.no ?? 0;
  let previous = -1;
  for (let row = 0; row < table.rowCount; row++) {
    if (!isWhole(file, row)) continue;
    const isSame = previous >= 0 && table.sameAs(row, previous, INSURED) && table.sameAs(row, previous, INSURER);
    previous = row;
    const insuredNumber = isSame ? '' : table.text(row, INSURED);
    if (insuredNumber === '') continue;
    const insurerNumber = table.text(row, INSURER) || null;
    const key = `${insurerNumber} ${insuredNumber}`;
    const name = (nameItem > 0 && table.text(row, nameItem)) || clients.get(key)?.name || null;
    clients.set(key, { insurerNumber, insuredNumber, name });
  }
}
