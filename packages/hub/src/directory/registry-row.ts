import type { RefusedRow } from '@musubi/contract';
import { readMunicipalities } from '@musubi/reference';
import { readTable } from '@musubi/reference/node';
import { SERVICE_TYPES } from '@musubi/standard';
import { Problem } from '../platform/problem.js';
import type { CsvRow } from './csv-rows.js';

/** Columns of the ministry's file by what we call them. Those marked must be there. */
export const COLUMNS = {
  officeNumber: { title: '事業所番号', required: true },
  serviceName: { title: 'サービスの種類', required: true },
  name: { title: '事業所名', required: true },
  place: { title: '都道府県コード又は市町村コード', required: true },
  kana: { title: '事業所名カナ', required: false },
  corporation: { title: '法人の名称', required: false },
  address: { title: '住所', required: false },
  phone: { title: '電話番号', required: false },
  fax: { title: 'FAX番号', required: false },
  url: { title: 'URL', required: false },
  latitude: { title: '緯度', required: false },
  longitude: { title: '経度', required: false },
} as const;
type Column = keyof typeof COLUMNS;
const NAMES = Object.keys(COLUMNS).filter((name): name is Column => name in COLUMNS);

/** One office with one service, as the ministry lists it. */
export interface RegistryRow {
  readonly officeNumber: string;
  readonly serviceName: string;
  readonly serviceType: string;
  readonly name: string;
  readonly kana: string;
  readonly corporation: string;
  readonly prefecture: string;
  readonly municipality: string | null;
  readonly address: string;
  readonly phone: string;
  readonly fax: string;
  readonly url: string;
  readonly latitude: number | null;
  readonly longitude: number | null;
}

/** The ministry's names of services that differ from the standard's; what stands in brackets there is a kind of house. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  '短期入所療養介護(介護老人保健施設)': '22',
  '短期入所療養介護(療養病床を有する病院等)': '23',
  '短期入所療養介護(介護医療院)': '2A',
  指定療養通所介護: '78',
  療養通所介護: '78',
  介護老人福祉施設: '51',
  介護老人保健施設: '52',
  介護療養型医療施設: '53',
  介護医療院: '55',
  認知症対応型共同生活介護: '32',
  看護小規模多機能型居宅介護: '77',
};
const BY_NAME = new Map([...SERVICE_TYPES].map(([code, { name }]) => [plain(name), code]));

function plain(name: string): string {
  return name.normalize('NFKC').replaceAll(/\s/g, '');
}

/** The standard's service type of a name in the ministry's list; null when it is none we know. */
export function serviceTypeOf(name: string): string | null {
  const whole = plain(name);
  const bare = whole.replace(/\(.*\)$/, '');
  return OTHER_NAMES[whole] ?? BY_NAME.get(whole) ?? OTHER_NAMES[bare] ?? BY_NAME.get(bare) ?? null;
}

/** Where each column stands; throws MSB-DIRECTORY-FILE when the heading is not the ministry's. */
export function readHeading({ cells }: CsvRow): ReadonlyMap<Column, number> {
  const titles = cells.map((cell) => cell.replace('\ufeff', '').trim());
  const places = new Map<Column, number>();
  for (const name of NAMES) {
    const at = titles.indexOf(COLUMNS[name].title);
    if (at >= 0) places.set(name, at);
    else if (COLUMNS[name].required) {
      throw new Problem('MSB-DIRECTORY-FILE', { reason: `1行目に「${COLUMNS[name].title}」の列がありません。` });
    }
  }
  return places;
}

const MUNICIPALITIES = new Set(readMunicipalities(readTable('municipalities.csv')).map(({ code }) => code));
const MAX_LENGTH = 500;

/** A row's data, or why it can't be taken. A place that no longer exists leaves the municipality open. */
export function readRow({ line, cells }: CsvRow, places: ReadonlyMap<Column, number>): RegistryRow | RefusedRow {
  const cell = (name: Column) => (cells[places.get(name) ?? -1] ?? '').trim();
  const refuse = (name: Column, reason: string): RefusedRow => {
    return { line, column: COLUMNS[name].title, value: cell(name).slice(0, 100), reason };
  };
  for (const name of NAMES) {
    if (cell(name).length > MAX_LENGTH) return refuse(name, `${MAX_LENGTH}文字を超えています。`);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what we look for
    if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffd]/.test(cell(name)))
      return refuse(name, '読めない文字があります。');
  }
  const officeNumber = cell('officeNumber').normalize('NFKC').toUpperCase();
  if (!/^[0-9A-Z]{10}$/.test(officeNumber)) return refuse('officeNumber', '事業所番号は10桁の英数字です。');
  if (cell('name') === '') return refuse('name', '事業所名がありません。');
  const serviceType = serviceTypeOf(cell('serviceName'));
  if (!serviceType) return refuse('serviceName', 'このサービスの種類は知られていません。');
  const prefecture = cell('place').slice(0, 2);
  if (!/^(0[1-9]|[1-3]\d|4[0-7])\d{3,4}$/.test(cell('place')))
    return refuse('place', '都道府県コードまたは市区町村コード（6桁）ではありません。');
  const municipality = cell('place').slice(0, 5);
  return {
    officeNumber,
    serviceName: cell('serviceName'),
    serviceType,
    name: cell('name'),
    kana: cell('kana'),
    corporation: cell('corporation'),
    prefecture,
    municipality: MUNICIPALITIES.has(municipality) ? municipality : null,
    address: cell('address'),
    phone: cell('phone'),
    fax: cell('fax'),
    url: /^https?:\/\//.test(cell('url')) ? cell('url') : '',
    latitude: degrees(cell('latitude'), 90),
    longitude: degrees(cell('longitude'), 180),
  };
}

function degrees(text: string, limit: number): number | null {
  const value = Number(text);
  return text !== '' && Math.abs(value) <= limit ? value : null;
}
