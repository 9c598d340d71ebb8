import type { ReactNode } from 'react';
import { useDesk } from '../app/desk-context.js';
import { useDates } from '../app/preferences.js';
import { auditColumns, usePeriod } from '../operate/audit-parts.js';
import { PagedTable } from '../operate/columns.js';
import { Page } from '../ui/page.js';

/** 監査記録 of the own office, for its administrators: an operator's looks and reasons among it. */
export default function OwnAuditScreen(): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const period = usePeriod();
  return (
    <Page title="監査記録">
      <p>この事業所で、だれがいつ何をしたかの記録です。運営者が操作したり記録を見たりしたときは、理由も載ります。</p>
      <div className="filters">{period.fields}</div>
      <PagedTable
        label="監査記録の一覧"
        fileName={`監査記録_${period.from}_${period.to}`}
        queryKey={['own-audit', period.filter]}
        load={(page) => desk.hub.call('listOwnAudit', { query: { ...period.filter, ...page } })}
        columns={auditColumns(dates).filter(({ head }) => head !== '事業所')}
        keyOf={({ id }) => id}
        empty="この期間の記録はありません。"
      />
    </Page>
  );
}
