import {
  changeService,
  daysOn,
  removeRow,
  type ScheduleSheet,
  type SheetClient,
  type SheetRow,
  setCount,
  setWeekdays,
} from '@musubi/standard';
import type { FormEvent, ReactNode } from 'react';
import { useKeptForm } from '../app/kept.js';
import { useServiceNames } from '../app/use-reference.js';
import type { Spot } from '../entry/day-grid.js';
import { minutesOf, TimeFields, timesOf, UnitsField, unitsOf } from '../entry/service-fields.js';
import { Button } from '../ui/button.js';
import { Weekdays } from './weekdays.js';

/** The weekdays a row takes place on every week. */
function weeklyOf(month: string, { counts }: SheetRow): number[] {
  return [0, 1, 2, 3, 4, 5, 6].filter((weekday) => daysOn(month, weekday).every((day) => (counts[day] ?? 0) > 0));
}

/** What can be changed about a row: its week, the count of the chosen day, units, times on all days or on one. */
export function RowEditor({
  client,
  row,
  spot,
  month,
  edit,
}: {
  client: SheetClient;
  row: SheetRow;
  spot: Spot;
  month: string;
  edit: (change: (sheet: ScheduleSheet) => ScheduleSheet) => void;
}): ReactNode {
  const nameOf = useServiceNames();
  const [form, change] = useKeptForm(`schedule/row/${month}/${client.key}/${row.id}`, {
    times: timesOf(row),
    units: String(row.units ?? ''),
  });
  const { times, units } = form;
  const apply = (day: number | null) =>
    edit((sheet) =>
      changeService(sheet, client.key, row.id, day, {
        ...minutesOf(times),
        units: unitsOf(units),
      }),
    );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    apply(null);
  };
  return (
    <section className="card stack-s" aria-label="選んだサービスの変更">
      <h3>{nameOf(row.serviceCode, month, client.insurerNumber) ?? row.serviceCode}</h3>
      <Weekdays
        chosen={weeklyOf(month, row)}
        onChange={(weekdays) => edit((sheet) => setWeekdays(sheet, client.key, row.id, weekdays))}
      />
      <div className="row" role="group" aria-label={`${spot.day}日の回数`}>
        <span>{spot.day}日:</span>
        {[1, 2, 3].map((count) => (
          <Button
            key={count}
            small
            onClick={() => edit((sheet) => setCount(sheet, client.key, row.id, spot.day, count))}
          >
            {count}回
          </Button>
        ))}
        <Button small look="text" onClick={() => edit((sheet) => setCount(sheet, client.key, row.id, spot.day, null))}>
          なし
        </Button>
      </div>
      <form className="filters" onSubmit={submit}>
        <TimeFields small times={times} onChange={(typed) => change({ times: typed })} />
        <UnitsField small value={units} onChange={(typed) => change({ units: typed })} />
        <Button small type="submit">
          すべての日を変える
        </Button>
        <Button small onClick={() => apply(spot.day)}>
          {spot.day}日だけ変える
        </Button>
      </form>
      <div className="row row-end">
        <Button small look="text" onClick={() => edit((sheet) => removeRow(sheet, client.key, row.id))}>
          この行を取り除く
        </Button>
      </div>
    </section>
  );
}
