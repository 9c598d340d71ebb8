import type { Finding } from '../findings/finding.js';
import { makeFinding } from '../findings/make-finding.js';
import { layoutOf, nameOfKind } from '../layouts/index.js';
import type { Edition, FileKind } from '../layouts/types.js';
import { kindHasMonth } from './compose.js';
import type { FileNameParts } from './types.js';

const OFFICE = /^[0-9A-Z]{10}$/;
const SERVICE_TYPE = /^[0-9A-Z]{2}$/;
/** Whether a text is a calendar date and time YYYYMMDDHHMMSS. */
export function isSerial(text: string): boolean {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text);
  if (!match) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return month >= 1 && month <= 12 && day >= 1 && day <= lastDay && hour < 24 && minute < 60 && second < 60;
}

function isMonth(text: string): boolean {
  return /^[0-9]{4}(0[1-9]|1[0-2])$/.test(text);
}

interface Shape {
  readonly edition: Edition;
  /** Whether sender and recipient service types are present; false marks a forgotten one. */
  readonly senderType: boolean;
  readonly recipientType: boolean;
}

/** Reads the parts between kind and serial: two offices with types (4.1), without (3), or with one forgotten. */
function shapeOf(parts: readonly string[]): Shape | null {
  if (parts.length === 4) return { edition: '4.1', senderType: true, recipientType: true };
  if (parts.length === 2) return { edition: '3', senderType: false, recipientType: false };
  if (parts.length !== 3) return null;
  const senderType = SERVICE_TYPE.test(parts[1] ?? '');
  return { edition: '4.1', senderType, recipientType: !senderType };
}

/** Reads the parts behind the kind; findings say which are wrong. Null parts: their number fits no edition. */
export function parseParts(
  name: string,
  kind: FileKind,
  all: readonly string[],
): { parts: FileNameParts | null; findings: Finding[] } {
  const rest = [...all];
  const month = kindHasMonth(kind) ? (rest.shift() ?? '') : null;
  const branch = kind === 'UPKIHON_IMAGE' ? (rest.pop() ?? '') : null;
  const serial = rest.pop() ?? '';
  const shape = shapeOf(rest);
  if (!shape) return { parts: null, findings: [partCount(name, kind, all.length)] };
  const sender = { officeNumber: rest[0] ?? '', serviceType: shape.senderType ? (rest[1] ?? '') : null };
  const recipient = {
    officeNumber: rest[shape.senderType ? 2 : 1] ?? '',
    serviceType: shape.recipientType ? (rest.at(-1) ?? '') : null,
  };
  const findings: Finding[] = [];
  const expect = (ok: boolean, partName: string, part: string, expected: string) => {
    if (!ok) findings.push(makeFinding('MSB-NAME-PART', { file: name, value: part }, { partName, part, expected }));
  };
  if (month !== null) {
    const plan = kind === 'UPHOSOKU' && month === '000000';
    expect(plan || isMonth(month), '対象年月', month, '西暦4桁と月2桁（例: 202610）');
  }
  expect(OFFICE.test(sender.officeNumber), '送信元の事業所番号', sender.officeNumber, '10桁');
  expect(OFFICE.test(recipient.officeNumber), '送信先の事業所番号', recipient.officeNumber, '10桁');
  for (const [label, type] of [
    ['送信元', sender.serviceType],
    ['送信先', recipient.serviceType],
  ] as const) {
    if (type !== null) expect(SERVICE_TYPE.test(type), `${label}のサービス種類コード`, type, '2文字（例: 43、11、A6）');
  }
  expect(isSerial(serial), 'ファイル連番', serial, '年月日時分秒の14桁（例: 20260925100000）');
  if (branch !== null) expect(/^\d{4}$/.test(branch), '画像の枝番', branch, '4桁（例: 0001）');
  if (shape.edition === '4.1' && !(shape.senderType && shape.recipientType)) {
    const side = shape.senderType ? '送信先' : '送信元';
    findings.push(makeFinding('MSB-NAME-SERVICE-TYPE-MISSING', { file: name }, { side }));
  }
  if (shape.edition === '3' && findings.length === 0 && isPreventiveKind(kind)) {
    findings.push(partCount(name, kind, all.length));
  }
  return { parts: { kind, edition: shape.edition, month, sender, recipient, serial, branch }, findings };
}

/** Edition 3 knows neither 第3表 nor the prevention files (rules.md section 15). */
function isPreventiveKind(kind: FileKind): boolean {
  return kind === 'UPKIHON_IMAGE' || layoutOf(kind, '3') === null;
}

function partCount(name: string, kind: FileKind, found: number): Finding {
  const month = kindHasMonth(kind) ? 1 : 0;
  const branch = kind === 'UPKIHON_IMAGE' ? 1 : 0;
  const month41 = month ? '_対象年月' : '';
  return makeFinding(
    'MSB-NAME-PART-COUNT',
    { file: name },
    {
      found: found + 1,
      kindName: nameOfKind(kind),
      expected: `${6 + month + branch}個${layoutOf(kind === 'UPKIHON_IMAGE' ? 'UPKIHON' : kind, '3') ? `（第3版は${4 + month}個）` : ''}`,
      form: `${kind}${month41}_送信元番号_送信元種類_送信先番号_送信先種類_連番${branch ? '_枝番' : ''}`,
    },
  );
}
