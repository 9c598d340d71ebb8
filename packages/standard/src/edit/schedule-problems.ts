import { annexLines, supplementOf } from './annex-lines.js';
import type { SheetProblem } from './problem-types.js';
import type { ScheduleSheet, SheetClient } from './sheet.js';

/** What keeps a schedule made by hand from being right though every row by itself is: limits, prices, certificates. */
export function scheduleProblems(sheet: ScheduleSheet, client: SheetClient): SheetProblem[] {
  return [...supplementProblems(sheet, client), ...annexProblems(sheet, client)];
}

function problem(
  client: SheetClient,
  rest: Pick<SheetProblem, 'code' | 'severity' | 'message' | 'remedy'>,
): SheetProblem {
  return { client: client.key, row: null, day: null, ...rest };
}

function supplementProblems(sheet: ScheduleSheet, client: SheetClient): SheetProblem[] {
  const supplement = supplementOf(sheet, client.key);
  if (!supplement)
    return [
      problem(client, {
        code: 'no-supplement',
        severity: 'error',
        message: '利用者補足情報（氏名・認定・限度額）がありません。',
        remedy: '「利用者の情報」に、氏名・認定・限度額を入力してください。',
      }),
    ];
  const firstDay = `${sheet.month.slice(0, 4)}-${sheet.month.slice(4, 6)}-01`;
  if (supplement.limitUntil === null || supplement.limitUntil >= firstDay) return [];
  return [
    problem(client, {
      code: 'certificate-ended',
      severity: 'warning',
      message: `限度額の適用期間が${supplement.limitUntil}で終わっています。`,
      remedy: '認定の更新を確かめ、新しい認定の内容で作ってください。',
    }),
  ];
}

function annexProblems(sheet: ScheduleSheet, client: SheetClient): SheetProblem[] {
  const lines = annexLines(sheet, client);
  const over = lines.reduce((sum, { overLimit, overTypeLimit }) => sum + overLimit + overTypeLimit, 0);
  const unpriced = lines.filter(({ terms }) => terms.unitPrice === null).map(({ row }) => row.serviceCode);
  const unshared = lines.filter(({ terms }) => terms.benefitPercent === null && terms.fixedShare === null);
  return [
    ...(over > 0
      ? [
          problem(client, {
            code: 'over-limit',
            severity: 'warning',
            message: `支給限度基準額を${over}単位超えています。超えた分は全額が利用者の負担になります。`,
            remedy: '回数を減らすか、超えた単位をどのサービスに割り振るか確かめてください。',
          }),
        ]
      : []),
    ...(unpriced.length > 0
      ? [
          problem(client, {
            code: 'no-price',
            severity: 'warning',
            message: `サービスコード${[...new Set(unpriced)].join('、')}の単位数単価が分かりません。`,
            remedy: '地域とサービス種類に応じた単位数単価を入力してください。費用総額と負担額が計算できます。',
          }),
        ]
      : []),
    ...(unshared.length > 0
      ? [
          problem(client, {
            code: 'no-benefit',
            severity: 'warning',
            message: '給付率が分かりません。',
            remedy: '負担割合証を見て、給付率（90・80・70など）を入力してください。',
          }),
        ]
      : []),
  ];
}
