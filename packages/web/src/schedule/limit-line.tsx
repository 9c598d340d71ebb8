import { annexTotals, CODE_TABLES, personOf, type ScheduleSheet, type SheetClient } from '@musubi/standard';
import type { ReactNode } from 'react';

const number = (value: number) => value.toLocaleString('ja-JP');

export const careLevelName = (code: string) => CODE_TABLES.要介護状態区分?.[code] ?? '';

/** How much of 区分支給限度基準額 the month uses, in a sentence. */
export function LimitLine({ sheet, client }: { sheet: ScheduleSheet; client: SheetClient }): ReactNode {
  const { careLevel, limitUnits } = personOf(sheet, client.key);
  const { managed } = annexTotals(sheet, client);
  const left = limitUnits === null ? null : limitUnits - managed;
  return (
    <p role="status">
      {careLevelName(careLevel)} 限度額 {limitUnits === null ? '未入力' : `${number(limitUnits)}単位`}のうち{' '}
      <strong>{number(managed)}単位</strong>
      {left !== null && (left >= 0 ? `（残り${number(left)}単位）` : `（${number(-left)}単位の超過）`)}
    </p>
  );
}
