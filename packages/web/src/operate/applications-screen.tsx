import type { OperatorApplication } from '@musubi/contract';
import { type ReactNode, useState } from 'react';
import { useDesk } from '../app/desk-context.js';
import { useKept } from '../app/kept.js';
import { type Dates, useDates } from '../app/preferences.js';
import { Badge } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Page } from '../ui/page.js';
import { APPLICATION_STATES, WAITS_BECAUSE } from '../words/operate.js';
import { ApplicationDialog } from './application-dialog.js';
import { CertificateRequests } from './certificate-requests.js';
import { type Column, PagedTable } from './columns.js';
import { StateFilter } from './state-filter.js';

type State = OperatorApplication['state'];

const columns = (dates: Dates, open: (application: OperatorApplication) => void): Column<OperatorApplication>[] => [
  { head: '申請した日', text: ({ appliedAt }) => dates.date(appliedAt) },
  {
    head: '事業所',
    text: ({ officeName }) => officeName,
    cell: (application) => (
      <Button look="text" small onClick={() => open(application)}>
        {application.officeName}
      </Button>
    ),
  },
  { head: '事業所番号', text: ({ officeNumber }) => officeNumber },
  { head: '法人', text: ({ corporationName }) => corporationName },
  {
    head: '状態',
    text: ({ state }) => APPLICATION_STATES[state].text,
    cell: ({ state }) => (
      <Badge tone={APPLICATION_STATES[state].tone} icon={APPLICATION_STATES[state].icon}>
        {APPLICATION_STATES[state].text}
      </Badge>
    ),
  },
  {
    head: '運営者が決める理由・断った理由',
    text: ({ waitsBecause, refusalReason }) => refusalReason ?? (waitsBecause ? WAITS_BECAUSE[waitsBecause] : ''),
  },
];

/** 申請: who wants to take part, and who waits for a certificate of an authority outside. */
export default function ApplicationsScreen(): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const [state, setState] = useState<State | ''>('waiting');
  const [opened, setOpened] = useKept<OperatorApplication | null>('operate/application', null);
  return (
    <Page title="申請">
      <section className="stack" aria-label="利用申請">
        <h2>利用申請</h2>
        <div className="filters">
          <StateFilter states={APPLICATION_STATES} value={state} onChange={setState} />
        </div>
        <PagedTable
          label="利用申請の一覧"
          fileName="利用申請"
          queryKey={['operate', 'applications', state]}
          load={(page) =>
            desk.hub.call('operatorListApplications', { query: { ...(state ? { state } : {}), ...page } })
          }
          columns={columns(dates, setOpened)}
          keyOf={({ applicationNumber }) => applicationNumber}
          empty={state === 'waiting' ? '決めることを待っている申請はありません。' : '申請はありません。'}
        />
      </section>
      <CertificateRequests />
      {opened && <ApplicationDialog application={opened} onClose={() => setOpened(null)} />}
    </Page>
  );
}
