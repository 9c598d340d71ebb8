import { presumedNote } from '@musubi/standard';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useDates } from '../app/preferences.js';
import { Banner } from '../ui/banner.js';
import { Failure } from '../ui/failure.js';
import { checker } from './checker.js';
import type { CheckedUnit } from './checker-api.js';
import { filesKey } from './files-key.js';
import { UnusedBanner } from './unused-banner.js';

const SHOWN = 300;

/** 予定と実績の違い, when both are among the files. */
export function Comparison({ units }: { units: readonly CheckedUnit[] }): ReactNode {
  const dates = useDates();
  const filesOf = (prefix: string) =>
    units.filter(({ kind }) => kind.startsWith(prefix)).flatMap(({ files }) => [...files]);
  const [schedules, actuals] = [filesOf('schedule'), filesOf('actuals')];
  const isOn = schedules.length > 0 && actuals.length > 0;
  const { data, error } = useQuery({
    queryKey: ['compare', ...filesKey(schedules), '/', ...filesKey(actuals)],
    queryFn: () => checker().compare(schedules, actuals),
    enabled: isOn,
  });
  if (!isOn) return null;
  if (error) return <Failure error={error} />;
  if (!data) return <p role="status">予定と実績を比べています…</p>;
  const presumed = presumedNote(data.presumedCodes);
  return (
    <section className="stack-s" aria-label="予定と実績の違い">
      <h2>予定と実績の違い（{data.rows.length}件）</h2>
      <p>{data.workedOn.join('、')}</p>
      <UnusedBanner unused={data.unused} title="比べられなかったものがあります。" />
      {data.numbers.map((text) => (
        <Banner key={text} tone="care" title="被保険者番号が予定と違う利用者がいます。">
          <p>{text}</p>
        </Banner>
      ))}
      <p>予定どおり {data.matched}件。違いだけを表示しています。</p>
      {data.rows.length > 0 && (
        <div className="table-frame" tabIndex={0} role="group" aria-label="違いの表">
          <table className="table table-tight">
            <thead>
              <tr>
                {['利用者', '事業所', '日', '違い', '予定', '実績'].map((label) => (
                  <th key={label} scope="col">
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.rows.slice(0, SHOWN).map((row, at) => (
                <tr key={at}>
                  {[row.client, row.office, row.day, row.kind, row.planned, row.actual].map((cell, column) => (
                    <td key={column} className={column === 1 || column > 3 ? 'long' : 'nowrap'}>
                      {cell}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {data.rows.length > SHOWN && <p className="weak">先頭の{SHOWN}件を表示しています。</p>}
      {presumed && <p className="weak">{presumed}</p>}
      {data.missing.length > 0 && (
        <p>
          実績がまだないもの:{' '}
          {data.missing
            .map(({ office, month, clients }) => `${office}（${dates.month(month)}、${clients}人）`)
            .join('、')}
        </p>
      )}
    </section>
  );
}
