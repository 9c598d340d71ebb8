import { annexTotals, personOf, problemsOf, type ScheduleSheet, type SheetClient } from '@musubi/standard';
import { type ReactNode, useMemo } from 'react';
import { Link } from 'wouter';
import { useDates } from '../app/preferences.js';
import { nameOfClient } from '../entry/parts.js';
import type { EntryWork } from '../entry/use-entry.js';
import { Badge } from '../ui/banner.js';
import { SaveCsv } from '../ui/save-csv.js';
import { careLevelName } from './limit-line.js';

const countOf = (problems: ReturnType<typeof problemsOf>, severity: 'error' | 'warning') =>
  problems.filter((one) => one.severity === severity).length;
const number = (value: number) => value.toLocaleString('ja-JP');

/** The month at a glance: each client's units against the limit, and what is left to mend. */
export function ClientTable({
  work,
  ids,
}: {
  work: EntryWork<ScheduleSheet>;
  /** Of clients, for addresses. */
  ids: ReadonlyMap<string, string>;
}): ReactNode {
  const dates = useDates();
  const { sheet } = work;
  const rows = useMemo(
    () =>
      sheet.clients.map((client) => ({
        client,
        person: personOf(sheet, client.key),
        totals: annexTotals(sheet, client),
        problems: problemsOf(sheet, client.key),
      })),
    [sheet],
  );
  if (rows.length === 0) return <p className="empty">この月の利用者が、まだいません。</p>;
  return (
    <>
      <div className="table-frame" tabIndex={0} role="group" aria-label="利用者ごとの予定">
        <table className="table table-cards">
          <thead>
            <tr>
              {['利用者', '要介護度', '単位数／限度額', '利用者負担', '状態'].map((label) => (
                <th key={label} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ client, person, totals, problems }) => (
              <tr key={client.key}>
                <td data-label="利用者">
                  <Link href={`/schedule/${sheet.month}/${ids.get(client.key) ?? ''}`}>{nameOfClient(client)}</Link>
                </td>
                <td data-label="要介護度">{careLevelName(person.careLevel)}</td>
                <td data-label="単位数／限度額">
                  {number(totals.managed)}／{person.limitUnits === null ? '―' : number(person.limitUnits)}
                </td>
                <td data-label="利用者負担">{number(totals.share + totals.fullShare)}円</td>
                <td data-label="状態">
                  <State client={client} problems={problems} other={work.others.get(client.key)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <SaveCsv
        name={`予定_${dates.month(sheet.month)}`}
        rows={() => [
          [
            '被保険者番号',
            '利用者',
            '要介護度',
            '単位数',
            '限度額',
            '利用者負担（円）',
            '直すところ',
            '確かめるところ',
          ],
          ...rows.map(({ client, person, totals, problems }) => [
            ...[client.insuredNumber, nameOfClient(client), careLevelName(person.careLevel), totals.managed],
            ...[person.limitUnits ?? '', totals.share + totals.fullShare],
            ...[countOf(problems, 'error'), countOf(problems, 'warning')],
          ]),
        ]}
      />
    </>
  );
}

function State({
  client,
  problems,
  other,
}: {
  client: SheetClient;
  problems: ReturnType<typeof problemsOf>;
  other: string | undefined;
}): ReactNode {
  const errors = countOf(problems, 'error');
  const warnings = problems.filter(({ severity }) => severity === 'warning');
  const isOver = warnings.some(({ code }) => code === 'over-limit');
  const hasNone = client.rows.every(({ counts }) => Object.values(counts).every((count) => count === 0));
  return (
    <div className="row row-actions">
      {hasNone && <Badge tone="quiet">サービスなし</Badge>}
      {errors > 0 && (
        <Badge tone="bad" icon="bad">
          直すところ {errors}件
        </Badge>
      )}
      {isOver && (
        <Badge tone="care" icon="care">
          限度超
        </Badge>
      )}
      {warnings.length > (isOver ? 1 : 0) && (
        <Badge tone="care" icon="care">
          確かめるところ {warnings.length - (isOver ? 1 : 0)}件
        </Badge>
      )}
      {!hasNone && errors === 0 && warnings.length === 0 && (
        <Badge tone="good" icon="good">
          よい
        </Badge>
      )}
      {other && <span className="weak">{other}さんが入力中</span>}
    </div>
  );
}
