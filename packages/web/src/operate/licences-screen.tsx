import type { LicenceData } from '@musubi/contract';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { useDesk } from '../app/desk-context.js';
import { type Dates, useDates } from '../app/preferences.js';
import { TextField } from '../ui/field.js';
import { Page } from '../ui/page.js';
import { dayText } from '../words/days.js';
import { yen } from '../words/money.js';
import { Campaigns } from './campaigns.js';
import { type Column, PagedTable } from './columns.js';

const ORIGINS: Readonly<Record<LicenceData['origin'], string>> = {
  application: '利用申請',
  renewal: '事業所の手続き',
  automatic: '自動更新',
};

const columns = (dates: Dates): Column<LicenceData>[] => [
  { head: '最後の日', text: ({ endsOn }) => dayText(endsOn, dates) },
  {
    head: '事業所',
    text: ({ officeName }) => officeName,
    cell: ({ officeName, officeNumber }) => <Link href={`/operate/offices/${officeNumber}`}>{officeName}</Link>,
  },
  { head: '事業所番号', text: ({ officeNumber }) => officeNumber },
  { head: '契約', text: ({ name }) => name },
  { head: '利用料', text: ({ priceYen }) => yen(priceYen) },
  { head: '最初の日', text: ({ startsOn }) => dayText(startsOn, dates) },
  { head: 'きっかけ', text: ({ origin }) => ORIGINS[origin] },
];

/** 契約とキャンペーン: which licences end when, and what offices may take for less or for nothing. */
export default function LicencesScreen(): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const [endsBefore, setEndsBefore] = useState('');
  return (
    <Page title="契約とキャンペーン">
      <Campaigns />
      <section className="stack" aria-label="契約">
        <h2>契約（終わりの早い順）</h2>
        <div className="filters">
          <TextField
            label="この日より前に終わるもの（空ならすべて）"
            type="date"
            value={endsBefore}
            onChange={({ target }) => setEndsBefore(target.value)}
          />
        </div>
        <PagedTable
          label="契約の一覧"
          fileName="契約"
          queryKey={['operate', 'licences', endsBefore]}
          load={(page) =>
            desk.hub.call('operatorListLicences', { query: { ...(endsBefore ? { endsBefore } : {}), ...page } })
          }
          columns={columns(dates)}
          keyOf={({ id }) => id}
          empty="契約はありません。"
        />
      </section>
    </Page>
  );
}
