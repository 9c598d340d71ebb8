import type { UnitPrices } from '@musubi/reference';
import {
  type AnnexLine,
  allotExcess,
  annexLines,
  annexTotals,
  type ScheduleSheet,
  type SheetClient,
  serviceTypeName,
  setTerms,
} from '@musubi/standard';
import { Fragment, type ReactNode } from 'react';
import { useServiceNames } from '../app/use-reference.js';
import { CheckBox, SelectField, TextField } from '../ui/field.js';
import { areaOf, hasAreas, rememberArea, withArea, withBenefit } from './charges.js';

type Edit = (change: (sheet: ScheduleSheet) => ScheduleSheet) => void;

const number = (value: number | null) => (value === null ? '' : value.toLocaleString('ja-JP'));
const sum = (lines: readonly AnnexLine[], value: (line: AnnexLine) => number | null) =>
  lines.reduce((all, line) => all + (value(line) ?? 0), 0);

/** Lines by office and type, as 第7表 subtotals them. */
function groupsOf(lines: readonly AnnexLine[]): AnnexLine[][] {
  const groups = new Map<string, AnnexLine[]>();
  for (const line of lines) {
    const key = `${line.row.officeNumber} ${line.row.serviceCode.slice(0, 2)}`;
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  return [...groups.values()];
}

const COLUMNS = [
  'サービス',
  '単位×回数',
  '単位数',
  '限度に含める',
  '限度超',
  '単価',
  '費用総額',
  '保険',
  '利用者負担',
  '全額負担',
];

/** 第7表 while the month is made: units, limits and amounts, and what they are computed from. */
export function AnnexTable({
  sheet,
  client,
  prices,
  edit,
}: {
  sheet: ScheduleSheet;
  client: SheetClient;
  prices: UnitPrices;
  edit: Edit;
}): ReactNode {
  const lines = annexLines(sheet, client);
  const totals = annexTotals(sheet, client);
  if (lines.length === 0) return <p className="weak">サービスを加えると、ここに単位数と費用が出ます。</p>;
  const over = totals.overLimit > 0;
  return (
    <section className="stack-s" aria-label="第7表（別表）">
      <h3>第7表（別表）</h3>
      <Terms client={client} lines={lines} prices={prices} edit={edit} />
      <div className="table-frame" tabIndex={0} role="group" aria-label="第7表">
        <table className="table table-tight table-cards annex">
          <thead>
            <tr>
              {COLUMNS.map((label) => (
                <th key={label} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {groupsOf(lines).map((group) => (
              <Fragment key={`${group[0]?.row.officeNumber} ${group[0]?.row.serviceCode.slice(0, 2)}`}>
                {group.map((line) => (
                  <Line key={line.row.id} sheet={sheet} client={client} line={line} over={over} edit={edit} />
                ))}
                {group.length > 1 && <Sums label={subtotalName(group)} lines={group} />}
              </Fragment>
            ))}
            <Sums label="合計" lines={lines} />
          </tbody>
        </table>
      </div>
    </section>
  );
}

function subtotalName([first]: readonly AnnexLine[]): string {
  return `小計 ${serviceTypeName(first?.row.serviceCode.slice(0, 2) ?? '')} ${first?.row.officeName ?? ''}`;
}

/** What amounts are computed from and 第7表 alone can't tell: 級地 of each office, 給付率 of the client. */
function Terms({
  client,
  lines,
  prices,
  edit,
}: {
  client: SheetClient;
  lines: readonly AnnexLine[];
  prices: UnitPrices;
  edit: Edit;
}): ReactNode {
  const benefit = lines.find(({ terms }) => terms.benefitPercent !== null)?.terms.benefitPercent ?? null;
  // Rented goods and 居宅療養管理指導 cost the same everywhere: nothing to choose once they have a price.
  const open = lines.filter(
    ({ row, terms }) => terms.unitPrice === null || hasAreas(prices, row.serviceCode.slice(0, 2)),
  );
  const offices = new Map(open.map(({ row }) => [row.officeNumber, row.officeName]));
  return (
    <div className="filters">
      <SelectField
        small
        label="給付率"
        value={benefit === null ? '' : String(benefit)}
        onChange={({ target }) => {
          if (target.value !== '') edit((now) => withBenefit(now, client.key, Number(target.value)));
        }}
      >
        <option value="">選んでください</option>
        {[...new Set([90, 80, 70, 100, ...(benefit === null ? [] : [benefit])])].map((percent) => (
          <option key={percent} value={percent}>
            {percent}％
          </option>
        ))}
      </SelectField>
      {[...offices].map(([officeNumber, name]) => {
        const own = lines.filter(({ row }) => row.officeNumber === officeNumber);
        return (
          <SelectField
            key={officeNumber}
            small
            label={`級地（${name || officeNumber}）`}
            value={areaOf(prices, own)}
            onChange={({ target }) => {
              if (target.value === '') return;
              rememberArea(target.value);
              edit((now) => withArea(now, prices, officeNumber, target.value));
            }}
          >
            <option value="">
              {own.every(({ terms }) => terms.unitPrice !== null) ? '単価のまま' : '選んでください'}
            </option>
            {prices.areas.map(({ area, name: words }) => (
              <option key={area} value={area}>
                {words}
              </option>
            ))}
          </SelectField>
        );
      })}
    </div>
  );
}

function Line({
  sheet,
  client,
  line,
  over,
  edit,
}: {
  sheet: ScheduleSheet;
  client: SheetClient;
  line: AnnexLine;
  over: boolean;
  edit: Edit;
}): ReactNode {
  const nameOf = useServiceNames();
  const { row, terms, units, count, amount, overTypeLimit, overLimit, cost, claim, share, fullShare } = line;
  const { officeNumber, serviceCode } = row;
  const name = nameOf(serviceCode, sheet.month, client.insurerNumber) ?? serviceCode;
  const allot = (wanted: number) =>
    edit((now) => {
      const isThis = (one: { officeNumber: string; serviceCode: string }) =>
        one.officeNumber === officeNumber && one.serviceCode === serviceCode;
      const others = sheet.excess.filter((one) => one.client === client.key && !isThis(one));
      return allotExcess(now, client.key, [...others, { officeNumber, serviceCode, units: wanted }]);
    });
  return (
    <tr>
      <td data-label="サービス">
        {name}
        <br />
        <span className="weak">{row.officeName || officeNumber}</span>
      </td>
      <td data-label="単位×回数" className="number">
        {number(units)}×{count}
      </td>
      <td data-label="単位数" className="number">
        {number(amount)}
      </td>
      <td data-label="限度に含める">
        <CheckBox
          hidden
          label={`${name}を区分支給限度に含める`}
          checked={terms.inLimit}
          onChange={({ target }) =>
            edit((now) => setTerms(now, client.key, officeNumber, serviceCode, { inLimit: target.checked }))
          }
        />
      </td>
      <td data-label="限度超" className="number">
        {over && terms.inLimit ? (
          <TextField
            small
            label={`${name}に割り振る単位数`}
            inputMode="numeric"
            value={String(overLimit)}
            onChange={({ target }) => {
              if (/^\d{0,6}$/.test(target.value)) allot(Number(target.value));
            }}
          />
        ) : (
          number(overTypeLimit + overLimit || null)
        )}
      </td>
      <td data-label="単価" className="number">
        {terms.unitPrice === null ? '未定' : (terms.unitPrice / 100).toFixed(2)}
      </td>
      <td data-label="費用総額" className="number">
        {number(cost)}
      </td>
      <td data-label="保険" className="number">
        {number(claim)}
      </td>
      <td data-label="利用者負担" className="number">
        {number(share)}
      </td>
      <td data-label="全額負担" className="number">
        {number(fullShare)}
      </td>
    </tr>
  );
}

function Sums({ label, lines }: { label: string; lines: readonly AnnexLine[] }): ReactNode {
  const over = sum(lines, ({ overLimit, overTypeLimit }) => overLimit + overTypeLimit);
  return (
    <tr className="emphasis">
      <td data-label="">{label}</td>
      <td data-label="" />
      <td data-label="単位数" className="number">
        {number(sum(lines, ({ amount }) => amount))}
      </td>
      <td data-label="" />
      <td data-label="限度超" className="number">
        {number(over || null)}
      </td>
      <td data-label="" />
      <td data-label="費用総額" className="number">
        {number(sum(lines, ({ cost }) => cost))}
      </td>
      <td data-label="保険" className="number">
        {number(sum(lines, ({ claim }) => claim))}
      </td>
      <td data-label="利用者負担" className="number">
        {number(sum(lines, ({ share }) => share))}
      </td>
      <td data-label="全額負担" className="number">
        {number(sum(lines, ({ fullShare }) => fullShare) || null)}
      </td>
    </tr>
  );
}
