import { standsForVisit } from '@musubi/reference';
import { type ActualsSheet, addAddition, addService, type SheetClient } from '@musubi/standard';
import type { FormEvent, ReactNode } from 'react';
import { useKeptForm } from '../app/kept.js';
import { AddButtons, CodeField, minutesOf, TimeFields, UnitsField, unitsOf } from '../entry/service-fields.js';
import { ServicePicker } from '../entry/service-picker.js';
import { Dialog } from '../ui/dialog.js';
import { CheckBox, TextField } from '../ui/field.js';

/** A service or an addition (加算) that was not planned. */
export function AddService({
  client,
  month,
  ownType,
  edit,
  onClose,
}: {
  client: SheetClient;
  month: string;
  ownType: string;
  edit: (change: (sheet: ActualsSheet) => ActualsSheet) => void;
  onClose: () => void;
}): ReactNode {
  const [form, change] = useKeptForm(`actuals/add/${month}/${client.key}`, {
    isAddition: false,
    code: ownType,
    units: '',
    day: '1',
    times: { start: '', end: '' },
  });
  const { isAddition, code, units, day, times } = form;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const service = {
      serviceCode: code.trim(),
      units: unitsOf(units),
      counts: { [Number(day)]: 1 },
    };
    edit((sheet) =>
      isAddition
        ? addAddition(sheet, client.key, null, service)
        : addService(sheet, client.key, { ...service, ...minutesOf(times) }),
    );
    onClose();
  };
  return (
    <Dialog title="予定にないサービスを加える" onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <ServicePicker
          month={month}
          type={ownType}
          onPick={(line) => {
            change({
              code: line.code,
              units: line.units === null ? '' : String(line.units),
              isAddition: !standsForVisit(line) && line.basis === '月',
            });
          }}
        />
        <CheckBox
          label="加算・減算（時間のない行）"
          checked={isAddition}
          onChange={(event) => change({ isAddition: event.target.checked })}
        />
        <div className="filters">
          <CodeField value={code} onChange={(typed) => change({ code: typed })} />
          <UnitsField value={units} onChange={(typed) => change({ units: typed })} />
          <TextField
            label="日"
            type="number"
            min={1}
            max={31}
            required
            value={day}
            onChange={(event) => change({ day: event.target.value })}
          />
          {!isAddition && <TimeFields times={times} onChange={(typed) => change({ times: typed })} />}
        </div>
        <AddButtons onClose={onClose} />
      </form>
    </Dialog>
  );
}
