import { type ActualsSheet, addAddition, addService, type SheetClient } from '@musubi/standard';
import { type FormEvent, type ReactNode, useState } from 'react';
import { minutesOf } from '../entry/parts.js';
import { ServicePicker } from '../entry/service-picker.js';
import { Button } from '../ui/button.js';
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
  const [start, setStart] = useState('');
  const [end, setEnd] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const service = {
      serviceCode: code.trim(),
      units: units === '' ? null : Number(units),
      counts: { [Number(day)]: 1 },
    };
    edit((sheet) =>
      isAddition
        ? addAddition(sheet, client.key, null, service)
        : addService(sheet, client.key, { ...service, start: minutesOf(start), end: minutesOf(end) }),
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
          <TextField
            label="サービスコード（6文字）"
            value={code}
            pattern="[0-9A-Z]{6}"
            maxLength={6}
            required
            onChange={(event) => setCode(event.target.value.toUpperCase())}
          />
          <TextField
            label="単位数"
            inputMode="numeric"
            pattern="\d{1,6}"
            value={units}
            onChange={(event) => setUnits(event.target.value)}
          />
          <TextField
            label="日"
            type="number"
            min={1}
            max={31}
            required
            value={day}
            onChange={(event) => setDay(event.target.value)}
          />
          {!isAddition && (
            <>
              <TextField label="開始" type="time" value={start} onChange={(event) => setStart(event.target.value)} />
              <TextField label="終了" type="time" value={end} onChange={(event) => setEnd(event.target.value)} />
            </>
          )}
        </div>
        <div className="row row-end">
          <Button onClick={onClose}>やめる</Button>
          <Button look="main" type="submit">
            加える
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
