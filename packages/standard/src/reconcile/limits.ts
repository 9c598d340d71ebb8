import { isCheckable, isWhole } from '../checks/items.js';
import { groupBy } from '../compare/current.js';
import type { ServiceRow } from '../compare/rows.js';
import type { ReadFile } from '../reading/types.js';
import { type KnownServices, OUTSIDE_TYPES } from '../services/knowledge.js';
import { clientKey } from '../units/client-numbers.js';
import type { SendingUnit } from '../units/types.js';
import type { ClientLimit } from './types.js';

/** What the schedules say of limits; later units replace what earlier ones said of a client. */
interface LimitData {
  /** 区分支給限度基準額 by client. */
  readonly limits: ReadonlyMap<string, number>;
  /** Whether a service's 第7表 line has units towards the limit, by "client office code". */
  readonly annex: ReadonlyMap<string, boolean>;
}

/** Each client's units towards the limit: planned, arrived, and expected before billing. */
export function clientLimits(
  schedules: readonly SendingUnit[],
  planned: readonly ServiceRow[],
  actual: readonly ServiceRow[],
  isMissing: (row: ServiceRow) => boolean,
  services: KnownServices,
): ClientLimit[] {
  const { limits, annex } = limitData(schedules);
  // 第7表 decides where it says anything; the table of codes for what it does not have.
  const counts = (row: ServiceRow) =>
    // Days beyond the 30th are paid by the client alone.
    !row.over30Days &&
    !OUTSIDE_TYPES.has(row.serviceCode.slice(0, 2)) &&
    (annex.get(`${clientKey(row)} ${row.officeNumber} ${row.serviceCode}`) ?? services.of(row).inLimit ?? true);
  const sum = (rows: readonly ServiceRow[] = []) =>
    rows.reduce((all, row) => (counts(row) ? all + row.units * row.count : all), 0);
  const plannedBy = groupBy(planned, clientKey);
  const actualBy = groupBy(actual, clientKey);
  return [...new Set([...plannedBy.keys(), ...actualBy.keys()])].sort().map((key) => {
    const [insurerNumber = '', insuredNumber = ''] = key.split(' ');
    const limit = limits.get(key) ?? null;
    const plannedUnits = sum(plannedBy.get(key));
    const actualUnits = sum(actualBy.get(key));
    const expected = actualUnits + sum(plannedBy.get(key)?.filter(isMissing));
    const excess = limit === null ? 0 : Math.max(0, expected - limit);
    const warning = warningOf(limit, expected, plannedUnits);
    const units = { planned: plannedUnits, actual: actualUnits, expected };
    return { insurerNumber, insuredNumber, limit, ...units, excess, warning };
  });
}

const inDigits = (units: number) => units.toLocaleString('ja-JP');

function warningOf(limit: number | null, expected: number, planned: number): string | null {
  if (limit === null || expected <= limit) return null;
  const over = `区分支給限度基準額（${inDigits(limit)}単位）を${inDigits(expected - limit)}単位超えています。`;
  return planned > limit
    ? `${over}予定の時点で超えています。`
    : `${over}予定では収まっていました。請求の前に確かめてください。`;
}

function limitData(schedules: readonly SendingUnit[]): LimitData {
  const limits = new Map<string, number>();
  const annexes = new Map<string, Map<string, boolean>>();
  const inOrder = schedules
    .filter(({ kind }) => kind === 'schedule')
    .toSorted((a, b) => a.serial.localeCompare(b.serial));
  for (const file of inOrder.flatMap(({ files }) => files)) {
    if (file.kind === 'UPHOSOKU') addLimits(file, limits);
    if (file.kind === 'UPSIKYU') addAnnex(file, annexes);
  }
  const annex = new Map<string, boolean>();
  for (const [client, services] of annexes) {
    // Software may leave 給付管理単位数 empty everywhere (rules.md 12.2): then nothing tells what is outside.
    if (![...services.values()].includes(true)) continue;
    for (const [service, isInside] of services) annex.set(`${client} ${service}`, isInside);
  }
  return { limits, annex };
}

function addLimits(file: ReadFile, limits: Map<string, number>): void {
  if (!isCheckable(file)) return;
  const { table, layout } = file;
  const item = layout.items.find(({ nameJa }) => nameJa === '区分支給限度基準額')?.no ?? 0;
  for (let row = 0; row < table.rowCount; row++) {
    const text = isWhole(file, row) ? table.text(row, item) : '';
    if (/^\d+$/.test(text)) limits.set(`${table.text(row, 2)} ${table.text(row, 3)}`, Number(text));
  }
}

const INSIDE_ITEMS = ['給付管理単位数', '区分支給限度基準超単位数', '区分支給限度基準内単位数'];

/** By client, "office code" of each service line and whether it has units towards the limit; the latest unit holds. */
function addAnnex(file: ReadFile, annexes: Map<string, Map<string, boolean>>): void {
  if (!isCheckable(file)) return;
  const { table, layout } = file;
  const no = (name: string) => layout.items.find(({ nameJa }) => nameJa === name)?.no ?? 0;
  const [office, service] = [no('サービス事業所コード'), no('サービスコード')];
  const inside = INSIDE_ITEMS.map(no);
  const fresh = new Set<string>();
  for (let row = 0; row < table.rowCount; row++) {
    if (!isWhole(file, row)) continue;
    const code = table.text(row, service);
    if (code === '999999' || /[AEZ]{4}$/.test(code)) continue;
    const client = `${table.text(row, 2)} ${table.text(row, 3)}`;
    if (!fresh.has(client)) annexes.set(client, new Map());
    fresh.add(client);
    const isInside = inside.some((item) => !table.isEmpty(row, item));
    annexes.get(client)?.set(`${table.text(row, office)} ${code}`, isInside);
  }
}
