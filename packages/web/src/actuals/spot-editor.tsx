import {
  type ActualsSheet,
  cancelDay,
  changeService,
  changeTime,
  removeRow,
  type SheetClient,
  type SheetRow,
  setCount,
} from '@musubi/standard';
import type { FormEvent, ReactNode } from 'react';
import { useKeptForm } from '../app/kept.js';
import { useServiceNames } from '../app/use-reference.js';
import type { Spot } from '../entry/day-grid.js';
import { minutesOf, TimeFields, timesOf, UnitsField, unitsOf } from '../entry/service-fields.js';
import { Button } from '../ui/button.js';
import { TextField } from '../ui/field.js';

type Edit = (change: (sheet: ActualsSheet) => ActualsSheet) => void;

/** What can be changed about one service on one day: times, code and units, or that it did not take place. */
export function SpotEditor({
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
  edit: Edit;
}): ReactNode {
  const nameOf = useServiceNames();
  const isAdded = Object.keys(row.planned).length === 0;
  const [form, change] = useKeptForm(`actuals/spot/${client.key}/${spot.row}/${spot.day}`, {
    times: timesOf(row),
    code: row.serviceCode,
    units: String(row.units ?? ''),
    reason: client.cancellations.find((one) => one.row === spot.row && one.day === spot.day)?.reason ?? '',
  });
  const { times, code, units, reason } = form;
  const enter = (count: number | null) => edit((sheet) => setCount(sheet, client.key, spot.row, spot.day, count));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    edit((sheet) => {
      const { start, end } = minutesOf(times);
      const timed = changeTime(sheet, client.key, spot.row, spot.day, start, end);
      if (timed !== sheet) return timed;
      return changeService(sheet, client.key, spot.row, spot.day, {
        serviceCode: code.trim(),
        units: unitsOf(units),
      });
    });
  };
  return (
    <section className="card stack-s" aria-label="選んだ日の変更">
      <h3>
        {spot.day}日の {nameOf(row.serviceCode, month, client.insurerNumber) ?? row.serviceCode}
      </h3>
      <div className="row" role="group" aria-label="回数">
        <Button small icon="good" onClick={() => enter(row.planned[spot.day]?.count ?? 1)}>
          予定どおり
        </Button>
        {[0, 1, 2].map((count) => (
          <Button key={count} small onClick={() => enter(count)}>
            {count}回
          </Button>
        ))}
        <Button small look="text" onClick={() => enter(null)}>
          消す
        </Button>
        {isAdded && (
          <Button small look="text" onClick={() => edit((sheet) => removeRow(sheet, client.key, row.id))}>
            加えたこの行を取り除く
          </Button>
        )}
      </div>
      <form className="filters" onSubmit={submit}>
        <TimeFields small times={times} onChange={(typed) => change({ times: typed })} />
        <TextField
          small
          label="サービスコード"
          value={code}
          maxLength={6}
          onChange={(event) => change({ code: event.target.value })}
        />
        <UnitsField small value={units} onChange={(typed) => change({ units: typed })} />
        <Button small type="submit">
          この日だけ変える
        </Button>
      </form>
      <form
        className="filters"
        onSubmit={(event) => {
          event.preventDefault();
          edit((sheet) => cancelDay(sheet, client.key, spot.row, spot.day, reason.trim()));
        }}
      >
        <TextField
          small
          label="中止の理由（事業所の控え。ファイルには入りません）"
          value={reason}
          placeholder="例: 体調不良"
          onChange={(event) => change({ reason: event.target.value })}
        />
        <Button small type="submit">
          この日は中止
        </Button>
      </form>
    </section>
  );
}
