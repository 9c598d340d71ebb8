import type { ServiceCode, UnitPrices } from '@musubi/reference';
import { annexLines, isRental, type ScheduleSheet } from '@musubi/standard';
import type { FormEvent, ReactNode } from 'react';
import { useKeptForm } from '../app/kept.js';
import { useKnowledge } from '../app/use-reference.js';
import {
  AddButtons,
  CodeField,
  minutesOf,
  TimeFields,
  type Times,
  UnitsField,
  unitsOf,
} from '../entry/service-fields.js';
import { ServicePicker } from '../entry/service-picker.js';
import { Dialog } from '../ui/dialog.js';
import { SelectField, TextField } from '../ui/field.js';
import { areaOf, type PlannedService, rememberArea, rememberedArea } from './charges.js';
import { OfficeFields, officesIn, type PlannedOffice } from './office-fields.js';
import { Weekdays } from './weekdays.js';

interface Fields {
  readonly line: ServiceCode | null;
  readonly code: string;
  readonly units: string;
  readonly times: Times;
  readonly office: PlannedOffice;
  readonly area: string;
  readonly weekdays: readonly number[];
  readonly goods: { readonly goodsName: string; readonly taisCode: string };
}

/** A service for the client: what, who provides it, when in the week. Units and price come from the tables. */
export function AddPlanned({
  client,
  sheet,
  prices,
  onAdd,
  onClose,
}: {
  /** Key of the client. */
  client: string;
  sheet: ScheduleSheet;
  prices: UnitPrices;
  onAdd: (planned: PlannedService) => void;
  onClose: () => void;
}): ReactNode {
  const [form, change] = useKeptForm<Fields>(`schedule/add/${sheet.month}/${client}`, {
    line: null,
    code: '',
    units: '',
    times: { start: '', end: '' },
    office: { officeNumber: '', officeName: '' },
    area: rememberedArea(),
    weekdays: [],
    goods: { goodsName: '', taisCode: '' },
  });
  const { line, code, units, times, office, area, weekdays, goods } = form;
  const knowledge = useKnowledge();
  const hasGoods = isRental(code);
  const choose = (one: ServiceCode) => {
    change({ line: one, code: one.code, units: one.units === null ? '' : String(one.units) });
  };
  const chooseOffice = (one: PlannedOffice) => {
    const lines = sheet.clients.flatMap((client) => annexLines(sheet, client));
    const known = areaOf(
      prices,
      lines.filter(({ row }) => row.officeNumber === one.officeNumber),
    );
    change({ office: one, ...(known === '' ? {} : { area: known }) });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    rememberArea(area);
    onAdd({
      service: {
        ...{ serviceCode: code.trim(), units: unitsOf(units), office },
        ...minutesOf(times),
        ...(hasGoods ? goods : {}),
        counts: weekdays.length === 0 ? { 1: 1 } : {},
      },
      ...{ weekdays, area, knowledge },
    });
    onClose();
  };
  return (
    <Dialog title="サービスを加える" wide onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <ServicePicker month={sheet.month} onPick={choose} />
        {line?.code === code && <p role="status">「{line.name}」を選びました。</p>}
        <div className="filters">
          <CodeField value={code} onChange={(typed) => change({ code: typed })} />
          <UnitsField value={units} required onChange={(typed) => change({ units: typed })} />
          <TimeFields times={times} onChange={(typed) => change({ times: typed })} />
        </div>
        {hasGoods && (
          <div className="filters">
            <TextField
              label="用具名称"
              value={goods.goodsName}
              onChange={(event) => change({ goods: { ...goods, goodsName: event.target.value } })}
            />
            <TextField
              label="TAISコード（例: 00001-000001）"
              value={goods.taisCode}
              onChange={(event) => change({ goods: { ...goods, taisCode: event.target.value } })}
            />
          </div>
        )}
        <OfficeFields known={officesIn(sheet)} office={office} onChange={chooseOffice} />
        <SelectField
          label="事業所の級地"
          hint="単位数単価が決まります"
          value={area}
          required
          onChange={(event) => change({ area: event.target.value })}
        >
          <option value="">選んでください</option>
          {prices.areas.map((one) => (
            <option key={one.area} value={one.area}>
              {one.name}
            </option>
          ))}
        </SelectField>
        <Weekdays chosen={weekdays} onChange={(days) => change({ weekdays: days })} />
        <p className="weak">曜日を選ばないと1日に1回入ります。あとから日ごとの表で直せます。</p>
        <AddButtons onClose={onClose} />
      </form>
    </Dialog>
  );
}
