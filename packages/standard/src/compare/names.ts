import { isCheckable } from '../checks/items.js';
import type { ReadFile } from '../reading/types.js';
import { clientsOf } from '../units/clients.js';
import type { SendingUnit } from '../units/types.js';

/** Names by number, as some units tell them; plain data, so that a worker can hand them to its page. */
export interface UnitNames {
  /** By 被保険者番号 alone: an actual may carry another insurer than its schedule (住所地特例). */
  readonly clients: ReadonlyMap<string, string>;
  /** By 事業所番号. */
  readonly offices: ReadonlyMap<string, string>;
}

/** Items that hold an office's number and name side by side; 第6表, 実績 and 第2表 say 事業者, 第7表 says 事業所. */
const OFFICE_ITEMS: readonly string[] = ['サービス事業者コード', 'サービス事業所コード'];
const OFFICE_NAME_ITEM = 'サービス事業所名';

/** The names of clients and offices that the units tell. */
export function namesIn(units: readonly Pick<SendingUnit, 'files'>[]): UnitNames {
  const clients = new Map<string, string>();
  const offices = new Map<string, string>();
  for (const unit of units) {
    for (const { insuredNumber, name } of clientsOf(unit)) if (name) clients.set(insuredNumber, name);
    for (const file of unit.files) addOffices(file, offices);
  }
  return { clients, offices };
}

function addOffices(file: ReadFile, offices: Map<string, string>): void {
  if (!isCheckable(file)) return;
  const { table, layout } = file;
  const item = (isIt: (name: string) => boolean) => layout.items.find(({ nameJa }) => isIt(nameJa))?.no ?? 0;
  const numberItem = item((name) => OFFICE_ITEMS.includes(name));
  const nameItem = item((name) => name === OFFICE_NAME_ITEM);
  if (numberItem === 0 || nameItem === 0) return;
  for (let row = 0; row < table.rowCount; row++) {
    if (row > 0 && table.sameAs(row, row - 1, numberItem)) continue;
    const name = table.text(row, nameItem);
    if (name !== '') offices.set(table.text(row, numberItem), name);
  }
}
