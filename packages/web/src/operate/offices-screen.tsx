import type { OfficeState, OperatorOffice } from '@musubi/contract';
import { serviceTypeName } from '@musubi/standard';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { useDesk } from '../app/desk-context.js';
import { useKept } from '../app/kept.js';
import { type Dates, useDates } from '../app/preferences.js';
import { Badge } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { SelectField, TextField } from '../ui/field.js';
import { Page } from '../ui/page.js';
import { OFFICE_STATES, officeState } from '../words/operate.js';
import { type Column, PagedTable } from './columns.js';
import { OfficeForm } from './office-form.js';

const STATES: readonly OfficeState[] = ['active', 'unlicensed', 'suspended', 'closed'];
const isState = (text: string): text is OfficeState => STATES.some((state) => state === text);

export function StateBadge({ office }: { office: OperatorOffice }): ReactNode {
  const { tone, icon, text } = OFFICE_STATES[officeState(office, new Date())];
  return (
    <Badge tone={tone} icon={icon}>
      {text}
    </Badge>
  );
}

const columns = (dates: Dates): Column<OperatorOffice>[] => [
  { head: '事業所番号', text: ({ officeNumber }) => officeNumber },
  {
    head: '名前',
    text: ({ name }) => name,
    cell: ({ name, officeNumber }) => <Link href={`/operate/offices/${officeNumber}`}>{name}</Link>,
  },
  {
    head: '状態',
    text: (office) => OFFICE_STATES[officeState(office, new Date())].text,
    cell: (office) => <StateBadge office={office} />,
  },
  { head: 'サービス', text: ({ serviceTypes }) => serviceTypes.map(serviceTypeName).join('、') },
  {
    head: 'ライセンス',
    text: ({ licensedUntil }) => (licensedUntil ? `${dates.date(licensedUntil)}まで` : 'なし'),
  },
  { head: '登録', text: ({ registeredAt }) => dates.date(registeredAt) },
];

/** 事業所: all of the hub's offices by number, name and state. */
export default function OfficesScreen(): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const [adding, setAdding] = useKept('operate/office-adding', false);
  const [typed, setTyped] = useState('');
  const [search, setSearch] = useState('');
  const [state, setState] = useState<OfficeState | ''>('');
  const filter = { ...(search ? { search } : {}), ...(state ? { state } : {}) };
  const { data } = useQuery({
    queryKey: ['operate', 'office-counts'],
    queryFn: async () => (await desk.hub.call('operatorListOffices', { query: { limit: 1 } })).counts,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setSearch(typed.trim());
  };
  return (
    <Page
      title="事業所"
      actions={
        <Button look="main" onClick={() => setAdding(true)}>
          事業所を登録する
        </Button>
      }
    >
      {adding && <OfficeForm office={null} onClose={() => setAdding(false)} />}
      <form className="filters" onSubmit={submit}>
        <TextField
          label="事業所番号の始め、または名前の一部"
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
        <SelectField
          label="状態"
          value={state}
          onChange={({ target }) => setState(isState(target.value) ? target.value : '')}
        >
          <option value="">すべて</option>
          {STATES.map((one) => (
            <option key={one} value={one}>
              {OFFICE_STATES[one].text}
              {data ? `（${data[one]}）` : ''}
            </option>
          ))}
        </SelectField>
        <Button look="main" type="submit">
          探す
        </Button>
      </form>
      <PagedTable
        label="事業所の一覧"
        fileName="事業所一覧"
        queryKey={['operate', 'offices', filter]}
        load={(page) => desk.hub.call('operatorListOffices', { query: { ...filter, ...page } })}
        columns={columns(dates)}
        keyOf={({ officeNumber }) => officeNumber}
        empty="当てはまる事業所はありません。"
      />
    </Page>
  );
}
