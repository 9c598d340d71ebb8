import type { ServiceCode, UnitPrices } from '@musubi/reference';
import { annexLines, type ScheduleSheet } from '@musubi/standard';
import { type FormEvent, type ReactNode, useState } from 'react';
import { AddButtons, CodeField, minutesOf, TimeFields, UnitsField, unitsOf } from '../entry/service-fields.js';
import { ServicePicker } from '../entry/service-picker.js';
import { Dialog } from '../ui/dialog.js';
import { SelectField, TextField } from '../ui/field.js';
import { areaOf, type PlannedService, rememberArea, rememberedArea } from './charges.js';
import { OfficeFields, officesIn, type PlannedOffice } from './office-fields.js';
import { Weekdays } from './weekdays.js';

/** A service for the client: what, who provides it, when in the week. Units and price come from the tables. */
export function AddPlanned({
  sheet,
  prices,
  onAdd,
  onClose,
}: {
  sheet: ScheduleSheet;
  prices: UnitPrices;
  onAdd: (planned: PlannedService) => void;
  onClose: () => void;
}): ReactNode {
  const [line, setLine] = useState<ServiceCode | null>(null);
  const [code, setCode] = useState('');
  const [units, setUnits] = useState('');
  const [times, setTimes] = useState({ start: '', end: '' });
  const [office, setOffice] = useState<PlannedOffice>({ officeNumber: '', officeName: '' });
  const [area, setArea] = useState(rememberedArea);
  const [weekdays, setWeekdays] = useState<readonly number[]>([]);
  const [goods, setGoods] = useState({ goodsName: '', taisCode: '' });
  const isRental = /^[16]7/.test(code);
  const choose = (one: ServiceCode) => {
    setLine(one);
    setCode(one.code);
    setUnits(one.units === null ? '' : String(one.units));
  };
  const chooseOffice = (one: PlannedOffice) => {
    setOffice(one);
    const lines = sheet.clients.flatMap((client) => annexLines(sheet, client));
    const known = areaOf(
      prices,
      lines.filter(({ row }) => row.officeNumber === one.officeNumber),
    );
    if (known !== '') setArea(known);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    rememberArea(area);
    onAdd({
      service: {
        ...{ serviceCode: code.trim(), units: unitsOf(units), office },
        ...minutesOf(times),
        ...(isRental ? goods : {}),
        counts: weekdays.length === 0 ? { 1: 1 } : {},
      },
      ...{ weekdays, area, line: line?.code === code.trim() ? line : null },
    });
    onClose();
  };
  return (
    <Dialog title="サービスを加える" wide onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <ServicePicker month={sheet.month} onPick={choose} />
        {line?.code === code && <p role="status">「{line.name}」を選びました。</p>}
        <div className="filters">
          <CodeField value={code} onChange={setCode} />
          <UnitsField value={units} required onChange={setUnits} />
          <TimeFields times={times} onChange={setTimes} />
        </div>
        {isRental && (
          <div className="filters">
            <TextField
              label="用具名称"
              value={goods.goodsName}
              onChange={(event) => setGoods({ ...goods, goodsName: event.target.value })}
            />
            <TextField
              label="TAISコード（例: 00001-000001）"
              value={goods.taisCode}
              onChange={(event) => setGoods({ ...goods, taisCode: event.target.value })}
            />
          </div>
        )}
        <OfficeFields known={officesIn(sheet)} office={office} onChange={chooseOffice} />
        <SelectField
          label="事業所の級地"
          hint="単位数単価が決まります"
          value={area}
          required
          onChange={(event) => setArea(event.target.value)}
        >
          <option value="">選んでください</option>
          {prices.areas.map((one) => (
            <option key={one.area} value={one.area}>
              {one.name}
            </option>
          ))}
        </SelectField>
        <Weekdays chosen={weekdays} onChange={setWeekdays} />
        <p className="weak">曜日を選ばないと1日に1回入ります。あとから日ごとの表で直せます。</p>
        <AddButtons onClose={onClose} />
      </form>
    </Dialog>
  );
}
