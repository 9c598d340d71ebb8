import type { Journey } from '@musubi/contract';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Link, useLocation, useSearchParams } from 'wouter';
import { useDesk } from '../app/desk-context.js';
import { type Dates, useDates } from '../app/preferences.js';
import { Badge } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { SelectField, TextField } from '../ui/field.js';
import { Page } from '../ui/page.js';
import { KIND_NAMES, sentState, sizeText } from '../words/kinds.js';
import { recentMonths } from '../words/months.js';
import { type Column, PagedTable } from './columns.js';

type Row = Journey['transmission'];
const party = ({ name, officeNumber }: Row['sender']) => `${name}（${officeNumber}）`;

const columns = (dates: Dates): Column<Row>[] => [
  {
    head: '送信',
    text: ({ submittedAt }) => dates.moment(submittedAt),
    cell: ({ id, submittedAt }) => (
      <Link href={`/operate/journeys/${id}`} className="nowrap">
        {dates.moment(submittedAt)}
      </Link>
    ),
  },
  { head: '種類', text: ({ kind }) => KIND_NAMES[kind] },
  {
    head: '対象月',
    text: ({ serviceMonth }) => (serviceMonth ? dates.month(serviceMonth) : ''),
    cell: ({ serviceMonth }) => <span className="nowrap">{serviceMonth && dates.month(serviceMonth)}</span>,
  },
  { head: '送信元', text: ({ sender }) => party(sender) },
  { head: '送信先', text: ({ recipient }) => party(recipient) },
  {
    head: '状態',
    text: (row) => sentState(row).text,
    cell: (row) => {
      const { tone, icon, text } = sentState(row);
      return (
        <Badge tone={tone} icon={icon}>
          {text}
        </Badge>
      );
    },
  },
  { head: '大きさ', text: ({ payloadSize }) => sizeText(payloadSize) },
];

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** 送受信の経過: what an office sent and received, by month, or one transmission by its number. */
export default function JourneysScreen(): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const [, go] = useLocation();
  const [params, setParams] = useSearchParams();
  const officeNumber = params.get('office') ?? '';
  const month = params.get('month') ?? '';
  const [typed, setTyped] = useState(officeNumber);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wanted = typed.normalize('NFKC').trim();
    if (UUID.test(wanted)) go(`/operate/journeys/${wanted.toLowerCase()}`);
    else setParams({ office: wanted, ...(month ? { month } : {}) });
  };
  return (
    <Page title="送受信の経過">
      <p>事業所の送受信が、どこまで進んだかを見ます。中身とファイル名は見えません。見たことは記録されます。</p>
      <form className="filters" onSubmit={submit}>
        <TextField
          label="事業所番号、または送信番号"
          value={typed}
          required
          onChange={({ target }) => setTyped(target.value)}
        />
        <SelectField
          label="対象月"
          value={month}
          onChange={({ target }) =>
            setParams({ office: officeNumber, ...(target.value ? { month: target.value } : {}) })
          }
        >
          <option value="">すべて</option>
          {recentMonths().map((one) => (
            <option key={one} value={one}>
              {dates.month(one)}
            </option>
          ))}
        </SelectField>
        <Button look="main" type="submit">
          探す
        </Button>
      </form>
      {/^[0-9A-Z]{10}$/.test(officeNumber) ? (
        <PagedTable
          label="送受信の一覧"
          fileName={`送受信の経過_${officeNumber}`}
          queryKey={['operate', 'transmissions', officeNumber, month]}
          load={(page) =>
            desk.hub.call('operatorListTransmissions', {
              query: { officeNumber, ...(month ? { month } : {}), ...page },
            })
          }
          columns={columns(dates)}
          keyOf={({ id }) => id}
          empty="当てはまる送受信はありません。"
        />
      ) : (
        officeNumber !== '' && <p className="empty">事業所番号（10桁）か送信番号を入力してください。</p>
      )}
    </Page>
  );
}
