import { type CheckableFile, isCheckable } from '../checks/items.js';
import { groupBy } from '../compare/current.js';
import { composeFileName } from '../filenames/compose.js';
import type { NamedOffice } from '../filenames/types.js';
import { CSV_VERSIONS, layoutOf, nameOfKind } from '../layouts/index.js';
import type { Edition, Layout } from '../layouts/types.js';
import { fieldsOfKind } from '../model/model.js';
import { recordTroubles } from '../model/trouble.js';
import type { InputFile, ReadFile } from '../reading/types.js';
import { isPlanning } from '../units/roles.js';
import { SERVICE_TYPES } from '../units/service-types.js';
import type { SendingUnit } from '../units/types.js';
import { type WriteCell, writeCsv } from '../writing/write-csv.js';

/** What a conversion did that a person should know: dropped, filled by default, or left for a person to complete. */
export interface ConversionNote {
  readonly effect: 'dropped' | 'defaulted' | 'needsPerson' | 'refused';
  readonly file: string | null;
  /** Records concerned, from 1; empty when it concerns the file or unit. */
  readonly records: readonly number[];
  /** Japanese sentence, complete with the place. */
  readonly message: string;
}

export interface Conversion {
  /** Empty when the unit was refused. */
  readonly files: readonly InputFile[];
  readonly notes: readonly ConversionNote[];
}

/** Service types for names of edition 4.1, which names of edition 3 do not carry. */
export interface ConversionOptions {
  readonly senderType?: string | undefined;
  readonly recipientType?: string | undefined;
}

/**
 * Converts a unit between editions 3 and 4.1 (rules.md section 15): the whole unit with all its records, or nothing and a
 * sentence for each cause. A unit with errors is refused, since what can't be read would be lost or take on another
 * meaning. A unit that already has the edition comes back as it is.
 */
export function convertUnit(unit: SendingUnit, to: Edition, options: ConversionOptions = {}): Conversion {
  const causes = refusals(unit);
  if (causes.length > 0) return { files: [], notes: causes };
  if (unit.edition === to) return { files: unit.files.map(({ name, bytes }) => ({ name, bytes })), notes: [] };
  const notes: ConversionNote[] = [];
  const note = (
    effect: ConversionNote['effect'],
    message: string,
    file: string | null = null,
    records: readonly number[] = [],
  ) => {
    notes.push({ effect, file, records, message });
  };
  if (unit.kind.startsWith('preventive') || unit.kind.startsWith('client-record')) {
    note('refused', '介護予防の計画書と利用者基本情報は、第3版にはありません。第4.1版のまま送ってください。');
    return { files: [], notes };
  }
  const parties =
    to === '4.1' ? typedParties(unit, options) : { sender: untyped(unit.sender), recipient: untyped(unit.recipient) };
  if (!parties) {
    note('refused', '送信元・送信先のサービス種類が決まりません。サービス種類コード（例: 43、13）を指定してください。');
    return { files: [], notes };
  }
  const files = unit.files.flatMap((file) => convertFile(file, to, parties, note));
  if (to === '4.1' && unit.kind === 'careplan') {
    note(
      'needsPerson',
      '第4.1版では第3表（UP3KYO）も必要です。第3版にはないため、介護ソフトで第3表を作って一緒に送ってください。',
    );
  }
  // Part of a unit is no unit: what could not be converted in one file stops them all.
  return { files: notes.some(({ effect }) => effect === 'refused') ? [] : files, notes };
}

/** Tells why a unit can't be converted: its errors by file and kind, and records that can't be read. */
function refusals({ files, findings }: SendingUnit): ConversionNote[] {
  const errors = groupBy(
    findings.filter(({ severity }) => severity === 'error'),
    ({ file, code }) => `${file} ${code}`,
  );
  const ofErrors = [...errors.values()].flatMap((group) => {
    const [first] = group;
    const records = group.flatMap(({ record, alsoAt = [] }) => [record, ...alsoAt.map((one) => one.record)]);
    const places = group.reduce((sum, { count = 1 }) => sum + count, 0);
    // A finding that stands for many rows says so itself.
    const more = group.length > 1 ? `（ほか${places - (first?.count ?? 1)}か所）` : '';
    return first
      ? [
          refused(
            first.file,
            records.flatMap((one) => one ?? []),
            first.message + more,
          ),
        ]
      : [];
  });
  if (ofErrors.length > 0) return ofErrors;
  return files.filter(isCheckable).flatMap((file) => {
    const troubleOf = recordTroubles(file, fieldsOfKind(file.layout.kind));
    return Array.from({ length: file.table.rowCount }, (_, row) => row).flatMap((row) => {
      const trouble = troubleOf(row);
      return trouble
        ? [refused(file.name, [row + 1], `${file.name} ${file.table.line(row)}行目: ${trouble.reason}`)]
        : [];
    });
  });
}

function refused(file: string | null, records: readonly number[], message: string): ConversionNote {
  return { effect: 'refused', file, records, message };
}

const untyped = ({ officeNumber }: NamedOffice): NamedOffice => ({ officeNumber, serviceType: null });

interface Parties {
  readonly sender: NamedOffice;
  readonly recipient: NamedOffice;
}

/** The planning side is 43 unless said otherwise; the service side is what its own rows are about, when that is one type. */
function typedParties(unit: SendingUnit, { senderType, recipientType }: ConversionOptions): Parties | null {
  const sentByService = unit.kind.startsWith('actuals');
  const guess = ({ officeNumber }: NamedOffice, isService: boolean) =>
    isService ? soleServiceType(unit, officeNumber) : '43';
  const from = senderType ?? guess(unit.sender, sentByService);
  const to = recipientType ?? guess(unit.recipient, !sentByService);
  const isKnown = (type: string | null) => type !== null && (SERVICE_TYPES.has(type) || isPlanning(type));
  if (!isKnown(from) || !isKnown(to)) return null;
  return { sender: { ...unit.sender, serviceType: from }, recipient: { ...unit.recipient, serviceType: to } };
}

function soleServiceType(unit: SendingUnit, officeNumber: string): string | null {
  const types = new Set<string>();
  for (const file of unit.files.filter(isCheckable)) {
    const no = (name: string) => file.layout.items.find(({ nameJa }) => nameJa === name)?.no ?? 0;
    const office = no('サービス事業者コード');
    const service = no('サービスコード') || no('サービス種類コード');
    for (let row = 0; office > 0 && service > 0 && row < file.table.rowCount; row++) {
      if (file.table.text(row, office) === officeNumber) types.add(file.table.text(row, service).slice(0, 2));
    }
  }
  const [only] = types;
  return types.size === 1 && only ? only : null;
}

type Note = (
  effect: ConversionNote['effect'],
  message: string,
  file?: string | null,
  records?: readonly number[],
) => void;

function convertFile(file: ReadFile, to: Edition, parties: Parties, note: Note): InputFile[] {
  if (!isCheckable(file) || !file.nameParts) {
    note('refused', `${file.name}: 読み取れないファイルは変換できません。`, file.name);
    return [];
  }
  const target = layoutOf(file.layout.kind, to);
  if (!target) {
    note('dropped', `${file.name}: ${nameOfKind(file.layout.kind)}は第3版にないため、除きました。`, file.name);
    return [];
  }
  const name = composeFileName({ ...file.nameParts, ...parties, edition: to });
  const records: WriteCell[][] = [];
  for (let row = 0; row < file.table.rowCount; row++)
    records.push(convertRecord(file.table, row, file.layout, target, to));
  reportItems(file, target, to, note);
  const written = writeCsv(name, target, records);
  if ('file' in written) return [written.file];
  note('refused', `${file.name}: シフトJISにない文字があるため、変換できません。`, file.name);
  return [];
}

/** Items are carried over by name; those the target lacks fall away, those the source lacks stay empty. */
function convertRecord(
  table: NonNullable<ReadFile['table']>,
  row: number,
  source: Layout,
  target: Layout,
  to: Edition,
): WriteCell[] {
  const items = new Map(source.items.map(({ nameJa, no }) => [nameJa, no]));
  return target.items.map(({ nameJa, no }) => {
    if (no === 1) return { text: CSV_VERSIONS[to][0], quoted: table.isQuoted(row, 1) };
    const from = items.get(nameJa);
    return from === undefined
      ? { text: '', quoted: null }
      : { text: table.text(row, from), quoted: table.isQuoted(row, from) };
  });
}

function reportItems(file: CheckableFile, target: Layout, to: Edition, note: Note): void {
  const rowsWith = (test: (row: number) => boolean) =>
    Array.from({ length: file.table.rowCount }, (_, row) => row)
      .filter(test)
      .map((row) => row + 1);
  const kept = new Set(target.items.map(({ nameJa }) => nameJa));
  for (const { nameJa, no } of file.layout.items.filter((item) => !kept.has(item.nameJa))) {
    const records = rowsWith((row) => file.table.text(row, no) !== '');
    if (records.length > 0)
      note(
        'dropped',
        `${file.name}: 「${nameJa}」は第${to}版にないため、除きました（${records.length}行）。`,
        file.name,
        records,
      );
  }
  for (const { nameJa, no, maxLength } of file.layout.items) {
    const limit = target.items.find((item) => item.nameJa === nameJa)?.maxLength ?? null;
    if (limit === null || (maxLength ?? limit) <= limit) continue;
    const records = rowsWith((row) => file.table.text(row, no).length > limit);
    if (records.length > 0)
      note(
        'needsPerson',
        `${file.name}: 「${nameJa}」が第${to}版の長さ（${limit}桁）を超えています。`,
        file.name,
        records,
      );
  }
  const service = file.layout.items.find(({ nameJa }) => nameJa === 'サービスコード')?.no ?? 0;
  const isSchedule = ['UPPLAN', 'UPJSK', 'UPSIKYU'].includes(target.kind);
  if (to !== '4.1' || !isSchedule) return;
  const rentals = rowsWith((row) => /^[16]71/.test(file.table.text(row, service)));
  if (rentals.length > 0) {
    note(
      'needsPerson',
      `${file.name}: 福祉用具貸与の行（${rentals.length}行）には、TAISコードか福祉用具届出コードが必要です。`,
      file.name,
      rentals,
    );
  }
}
