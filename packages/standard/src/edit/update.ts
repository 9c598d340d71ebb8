import type { EditSheet, Line, SheetClient, SheetRow } from './sheet.js';

/** The sheet with one client changed; the same sheet when nothing changed, so that screens draw nothing anew. */
export function withClient<S extends EditSheet>(
  sheet: S,
  key: string,
  change: (client: SheetClient) => SheetClient,
): S {
  const at = sheet.clients.findIndex((client) => client.key === key);
  const client = sheet.clients[at];
  if (!client) return sheet;
  const changed = change(client);
  return changed === client ? sheet : { ...sheet, clients: sheet.clients.with(at, changed) };
}

/** The client with one row changed. */
export function withRow(client: SheetClient, id: string, change: (row: SheetRow) => SheetRow): SheetClient {
  const at = client.rows.findIndex((row) => row.id === id);
  const row = client.rows[at];
  if (!row) return client;
  const changed = change(row);
  return changed === row ? client : { ...client, rows: client.rows.with(at, changed) };
}

/** The client with a new row, after another one or at the end. */
export function withNewRow(
  client: SheetClient,
  line: Line,
  days: Partial<Pick<SheetRow, 'planned' | 'counts' | 'movedFrom'>>,
  after: string | null = null,
): SheetClient {
  const row: SheetRow = { planned: {}, counts: {}, movedFrom: {}, ...line, ...days, id: `r${client.nextRow}` };
  const at = after === null ? -1 : client.rows.findIndex(({ id }) => id === after);
  const rows = at < 0 ? [...client.rows, row] : client.rows.toSpliced(at + 1, 0, row);
  return { ...client, rows, nextRow: client.nextRow + 1 };
}

/** Rows that neither the schedule nor anybody's entry needs any more fall away. */
export function withoutEmptyRow(client: SheetClient, id: string): SheetClient {
  const isEmpty = (row: SheetRow) =>
    row.id === id && Object.keys(row.planned).length === 0 && Object.keys(row.counts).length === 0;
  return client.rows.some(isEmpty) ? { ...client, rows: client.rows.filter((row) => !isEmpty(row)) } : client;
}

/** A day that is provided after all is no longer cancelled. */
export function withoutCancellation(client: SheetClient, row: string, day: number): SheetClient {
  const isIt = (one: SheetClient['cancellations'][number]) => one.row === row && one.day === day;
  return client.cancellations.some(isIt)
    ? { ...client, cancellations: client.cancellations.filter((one) => !isIt(one)) }
    : client;
}
