import {
  changeService,
  clock,
  daysOn,
  removeRow,
  type ScheduleSheet,
  type SheetClient,
  type SheetRow,
  setCount,
  setWeekdays,
} from '@musubi/standard';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useServiceNames } from '../app/use-reference.js';
import type { Spot } from '../entry/day-grid.js';
import { minutesOf } from '../entry/parts.js';
import { Button } from '../ui/button.js';
import { TextField } from '../ui/field.js';
import { Weekdays } from './weekdays.js';

const timeText = (minutes: number | null) => (minutes === null ? '' : clock(minutes).padStart(5, '0'));

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
  const [start, setStart] = useState(timeText(row.start));
  const [end, setEnd] = useState(timeText(row.end));
  const [units, setUnits] = useState(String(row.units ?? ''));
  const change = (day: number | null) =>
    edit((sheet) =>
      changeService(sheet, client.key, row.id, day, {
        start: minutesOf(start),
        end: minutesOf(end),
        units: units === '' ? null : Number(units),
      }),
    );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change(null);
  };
  return (
    <section className="card stack-s" aria-label="選んだサービスの変更">
      <h3>{nameOf(row.serviceCode) ?? row.serviceCode}</h3>
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
        <TextField small label="開始" type="time" value={start} onChange={(event) => setStart(event.target.value)} />
        <TextField small label="終了" type="time" value={end} onChange={(event) => setEnd(event.target.value)} />
        <TextField
          small
          label="単位数"
          inputMode="numeric"
          pattern="\d{0,6}"
          value={units}
          onChange={(event) => setUnits(event.target.value)}
        />
        <Button small type="submit">
          すべての日を変える
        </Button>
        <Button small onClick={() => change(spot.day)}>
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
