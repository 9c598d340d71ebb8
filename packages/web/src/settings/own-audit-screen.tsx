import { type ReactNode, useState } from 'react';
import { useDesk } from '../app/desk-context.js';
import { useDates } from '../app/preferences.js';
import { PagedTable } from '../operate/columns.js';
import { auditColumns } from '../operate/journey-screen.js';
import { TextField } from '../ui/field.js';
import { Page } from '../ui/page.js';
import { dayBefore, endOfDay, startOfDay } from '../words/days.js';

/** 監査記録 of the own office, for its administrators: an operator's looks and reasons among it. */
export default function OwnAuditScreen(): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const [from, setFrom] = useState(() => dayBefore(30));
  const [to, setTo] = useState(() => dayBefore(0));
  const filter = { from: startOfDay(from), to: endOfDay(to) };
  return (
    <Page title="監査記録">
      <p>この事業所で、だれがいつ何をしたかの記録です。運営者が操作したり記録を見たりしたときは、理由も載ります。</p>
      <div className="filters">
        <TextField
          label="この日から"
          type="date"
          value={from}
          required
          onChange={({ target }) => setFrom(target.value || from)}
        />
        <TextField
          label="この日まで"
          type="date"
          value={to}
          required
          onChange={({ target }) => setTo(target.value || to)}
        />
      </div>
      <PagedTable
        label="監査記録の一覧"
        fileName={`監査記録_${from}_${to}`}
        queryKey={['own-audit', filter]}
        load={(page) => desk.hub.call('listOwnAudit', { query: { ...filter, ...page } })}
        columns={auditColumns(dates).filter(({ head }) => head !== '事業所')}
        keyOf={({ id }) => id}
        empty="この期間の記録はありません。"
      />
    </Page>
  );
}
