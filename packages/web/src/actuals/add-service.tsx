import { type ActualsSheet, addAddition, addService, type SheetClient } from '@musubi/standard';
import { type FormEvent, type ReactNode, useState } from 'react';
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
  const [isAddition, setAddition] = useState(false);
  const [code, setCode] = useState(ownType);
  const [units, setUnits] = useState('');
  const [day, setDay] = useState('1');
  const [times, setTimes] = useState({ start: '', end: '' });
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
            setCode(line.code);
            setUnits(line.units === null ? '' : String(line.units));
            setAddition(line.kind !== '基' && line.basis === '月');
          }}
        />
        <CheckBox
          label="加算・減算（時間のない行）"
          checked={isAddition}
          onChange={(event) => setAddition(event.target.checked)}
        />
        <div className="filters">
          <CodeField value={code} onChange={setCode} />
          <UnitsField value={units} onChange={setUnits} />
          <TextField
            label="日"
            type="number"
            min={1}
            max={31}
            required
            value={day}
            onChange={(event) => setDay(event.target.value)}
          />
          {!isAddition && <TimeFields times={times} onChange={setTimes} />}
        </div>
        <AddButtons onClose={onClose} />
      </form>
    </Dialog>
  );
}
