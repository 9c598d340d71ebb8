import { BEYOND_STANDARD, checkFiles } from '../checks/check-unit.js';
import type { Finding } from '../findings/finding.js';
import type { InputFile } from '../reading/types.js';
import { isPlanning } from '../units/roles.js';
import { SERVICE_TYPES } from '../units/service-types.js';
import { type SendingUnit, UNIT_NAMES, type UnitKind } from '../units/types.js';

/** Patterns of the vendor test: 居宅 D1–D3, 予防 D4–D7 (landscape.md). All are edition 4.1. */
export const PATTERNS = {
  D1: { name: '居宅サービス計画書（第1〜3表）', prevention: false, kinds: ['careplan', 'careplan-deletion'] },
  D2: { name: 'サービス利用票・別表（予定）', prevention: false, kinds: ['schedule', 'schedule-deletion'] },
  D3: { name: '実績情報', prevention: false, kinds: ['actuals', 'actuals-deletion'] },
  D4: { name: '利用者基本情報', prevention: true, kinds: ['client-record', 'client-record-deletion'] },
  D5: {
    name: '介護予防サービス・支援計画書',
    prevention: true,
    kinds: ['preventive-plan', 'preventive-plan-deletion'],
  },
  D6: { name: '介護予防サービス利用票・別表（予定）', prevention: true, kinds: ['schedule', 'schedule-deletion'] },
  D7: { name: '介護予防の実績情報', prevention: true, kinds: ['actuals', 'actuals-deletion'] },
} as const satisfies Record<string, { name: string; prevention: boolean; kinds: readonly UnitKind[] }>;
export type Pattern = keyof typeof PATTERNS;
const PATTERN_NAMES: readonly Pattern[] = ['D1', 'D2', 'D3', 'D4', 'D5', 'D6', 'D7'];

export function isPattern(text: string): text is Pattern {
  return PATTERN_NAMES.some((known) => known === text);
}

export interface ProfiledUnit {
  readonly title: string;
  readonly files: readonly string[];
  readonly conforms: boolean;
  readonly findings: readonly Finding[];
}

export interface PatternResult {
  readonly pattern: Pattern;
  readonly name: string;
  /** Whether the set holds a unit of this pattern, and all of them conform. */
  readonly conforms: boolean;
  readonly units: readonly ProfiledUnit[];
}

export interface ProfileReport {
  readonly conforms: boolean;
  readonly patterns: readonly PatternResult[];
  /** Findings of files outside any unit, and units that serve no pattern asked for. */
  readonly others: readonly { readonly title: string; readonly reason: string }[];
}

/** 予防 serves clients with 要支援: told by the parties' or rows' service types (62…, 2B, 34, 39, 67, 7x, A1–A8, 46, AF). */
function isPrevention(unit: SendingUnit): boolean {
  const types = [unit.sender.serviceType, unit.recipient.serviceType].filter((type) => type !== null);
  if (types.includes('46') || types.includes('AF')) return true;
  const service = types.find((type) => !isPlanning(type)) ?? '';
  return /^A\d$/.test(service) || (SERVICE_TYPES.get(service)?.name.startsWith('介護予防') ?? false);
}

function patternOf(unit: SendingUnit): Pattern | null {
  if (unit.edition !== '4.1') return null;
  const prevention = isPrevention(unit);
  return (
    PATTERN_NAMES.find(
      (name) =>
        PATTERNS[name].kinds.some((kind) => kind === unit.kind) &&
        (isPlanKind(unit) || PATTERNS[name].prevention === prevention),
    ) ?? null
  );
}

/** These kinds exist on one side only, whoever the parties are. */
function isPlanKind({ kind }: SendingUnit): boolean {
  return kind.startsWith('careplan') || kind.startsWith('client-record') || kind.startsWith('preventive-plan');
}

/** Says which patterns of the vendor test a set of files serves and whether it conforms; `wanted` asks for one. */
export function checkProfile(inputs: readonly InputFile[], wanted: Pattern | null = null): ProfileReport {
  const { units, leftOver } = checkFiles(inputs, { without: BEYOND_STANDARD }); // the vendor test asks for the standard
  const served = new Map<Pattern, ProfiledUnit[]>();
  const others: { title: string; reason: string }[] = leftOver.map(({ name, findings }) => ({
    title: name,
    reason: findings[0]?.message ?? 'どの送信単位にも入りません。',
  }));
  for (const unit of units) {
    const pattern = patternOf(unit);
    const profiled = profile(unit);
    if (!pattern)
      others.push({
        title: profiled.title,
        reason: `第${unit.edition}版は、ベンダーテストの対象（第4.1版）ではありません。`,
      });
    else if (wanted && pattern !== wanted)
      others.push({ title: profiled.title, reason: `${pattern}（${PATTERNS[pattern].name}）のデータです。` });
    else served.set(pattern, [...(served.get(pattern) ?? []), profiled]);
  }
  const patterns = PATTERN_NAMES.flatMap((pattern) => {
    const own = served.get(pattern) ?? [];
    if (own.length === 0 && pattern !== wanted) return [];
    return [
      {
        pattern,
        name: PATTERNS[pattern].name,
        conforms: own.length > 0 && own.every(({ conforms }) => conforms),
        units: own,
      },
    ];
  });
  const conforms =
    patterns.length > 0 && patterns.every((one) => one.conforms) && (wanted !== null || others.length === 0);
  return { conforms, patterns, others };
}

function profile(unit: SendingUnit): ProfiledUnit {
  const title = `${UNIT_NAMES[unit.kind]} ${unit.sender.officeNumber}→${unit.recipient.officeNumber} ${unit.serial}`;
  const findings = unit.findings.filter(({ severity }) => severity !== 'notice');
  return { title, files: unit.files.map(({ name }) => name), conforms: findings.length === 0, findings };
}
