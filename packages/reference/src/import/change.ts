import { type ServiceCode, standsForVisit } from '../service-codes.js';
import { contentOf, keyOf, monthBefore, type ReadTable } from './read-table.js';

export interface ChangedCode {
  readonly before: ServiceCode;
  readonly after: ServiceCode;
}

/** A code that is used no longer: the file says its last month, or (in a nationwide table) does not have it any more. */
export interface EndedCode {
  readonly line: ServiceCode;
  readonly isMissing: boolean;
}

/** The changes an import makes in the tables in use. */
export interface TableChange {
  readonly added: readonly ServiceCode[];
  readonly changed: readonly ChangedCode[];
  readonly ended: readonly EndedCode[];
  readonly unchanged: number;
  /** The lines to be laid over the tables in use: those of the file, and the ends of what it does not have. */
  readonly lines: readonly ServiceCode[];
}

/**
 * Holds a file against the tables in use. A nationwide table is taken to be whole for each service type it has: codes in
 * use that it lacks end with the month before, unless `keepsMissing`. Municipal masters say themselves what ends.
 */
export function changeOf(
  current: readonly ServiceCode[],
  table: ReadTable,
  { keepsMissing = false }: { readonly keepsMissing?: boolean } = {},
): TableChange {
  const known = new Map<string, ServiceCode[]>();
  for (const line of current) known.set(keyOf(line), [...(known.get(keyOf(line)) ?? []), line]);
  const added: ServiceCode[] = [];
  const changed: ChangedCode[] = [];
  const ended: EndedCode[] = [];
  const lines = table.lines.map((line) => {
    const before = holding(known.get(keyOf(line)) ?? [], line.from);
    return before && table.presumedKinds.has(line) ? withKindOf(line, before) : line;
  });
  let unchanged = 0;
  for (const line of lines) {
    const before = holding(known.get(keyOf(line)) ?? [], line.from);
    if (!before) added.push(line);
    else if (contentOf(before) === contentOf(line)) unchanged++;
    else if (line.until !== null && before.until === null && isAlike(before, line))
      ended.push({ line, isMissing: false });
    else changed.push({ before, after: line });
  }
  const missing = keepsMissing ? [] : missingOf(current, lines);
  ended.push(...missing.map((line) => ({ line, isMissing: true })));
  return { added, changed, ended, unchanged, lines: [...lines, ...missing] };
}

const holding = (lines: readonly ServiceCode[], month: string) =>
  lines.find(({ from, until }) => from <= month && (until === null || month <= until));

const isAlike = (a: ServiceCode, b: ServiceCode) =>
  contentOf({ ...a, until: null }) === contentOf({ ...b, until: null });

/** Takes the kind from the table in use where the file does not say it, if both mean a service or both mean none. */
function withKindOf(line: ServiceCode, before: ServiceCode): ServiceCode {
  return standsForVisit(before) === standsForVisit(line) ? { ...line, kind: before.kind } : line;
}

/** Codes of the file's nationwide types that it lacks, ended with the month before the file's newest lines begin. */
function missingOf(current: readonly ServiceCode[], lines: readonly ServiceCode[]): ServiceCode[] {
  const beginOf = new Map<string, string>();
  for (const { code, insurer, from } of lines) {
    if (insurer !== null) continue;
    const type = code.slice(0, 2);
    const known = beginOf.get(type);
    if (known === undefined || from > known) beginOf.set(type, from);
  }
  const has = new Set(lines.map(keyOf));
  return current.flatMap((line) => {
    const from = line.insurer === null ? beginOf.get(line.code.slice(0, 2)) : undefined;
    if (from === undefined || has.has(keyOf(line)) || line.until !== null || line.from >= from) return [];
    return [{ ...line, until: monthBefore(from) }];
  });
}

/**
 * Tables laid one over the other, the later over the earlier, by code, insurer and month: from the first month that a table
 * has of a code only that table counts. An open line of an older edition ends where a newer one below it begins.
 */
export function layTables(...tables: readonly (readonly ServiceCode[])[]): ServiceCode[] {
  return tables.reduce<ServiceCode[]>(laidOver, []);
}

function laidOver(below: readonly ServiceCode[], table: readonly ServiceCode[]): ServiceCode[] {
  if (table.length === 0 || below.length === 0) return [...below, ...table];
  const laid = new Map<string, ServiceCode[]>();
  for (const line of table) laid.set(keyOf(line), [...(laid.get(keyOf(line)) ?? []), line]);
  const kept: ServiceCode[] = [];
  for (const line of below) {
    const lines = laid.get(keyOf(line));
    const last = lines?.at(-1);
    const first = lines?.map(({ from }) => from).sort()[0];
    if (!lines || !last || first === undefined || (line.until !== null && line.until < first)) kept.push(line);
    else if (line.from < first) kept.push({ ...line, until: monthBefore(first) });
    else if (last.until === null && line.from > last.from) {
      kept.push(line);
      lines[lines.length - 1] = { ...last, until: monthBefore(line.from) };
    }
  }
  return [...kept, ...[...laid.values()].flat()];
}

/** Lines as the text of a table, which `readServiceCodes` reads again. */
export function tableText(lines: readonly ServiceCode[]): string {
  const rows = lines.map(({ code, name, units, permille, basis, kind, from, until, insurer }) =>
    [code.slice(0, 2), code.slice(2), name, units, permille, basis, kind, from, until, insurer]
      .map((cell) => cell ?? '')
      .join(','),
  );
  return `${['type,item,name,units,permille,basis,kind,from,until,insurer', ...rows].join('\n')}\n`;
}
