import { MonthDecisions } from '@musubi/client';
import { applyDecisions } from '@musubi/standard';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import { useDesk } from '../app/desk-context.js';
import { useDates } from '../app/preferences.js';
import { KEYS } from '../app/queries.js';
import '../check/check.css';
import { MonthFormsButton } from '../forms/month-forms.js';
import { Progress } from '../ui/banner.js';
import { Button, ButtonLink } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { Page } from '../ui/page.js';
import { loadMonth } from './load.js';
import { Month } from './month.js';
import './reconcile.css';

/** 予実突合: a month of schedules against the actuals that came, by partner and client, and what was decided about it. */
export default function ReconcileScreen({ month }: { month: string }): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const [done, setDone] = useState(0);
  const loaded = useQuery({
    queryKey: KEYS.reconciliation(month),
    queryFn: () => loadMonth(desk, month, setDone),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const decisions = useQuery({
    queryKey: [...KEYS.drafts, 'decisions', month],
    queryFn: () => new MonthDecisions(desk.documents()).load(month),
  });
  const reconciliation = useMemo(
    () => (loaded.data ? applyDecisions(loaded.data.reconciliation, decisions.data ?? []) : null),
    [loaded.data, decisions.data],
  );
  return (
    <Page
      title={`予実突合 ${dates.month(month)}`}
      actions={
        <>
          <MonthFormsButton small month={month} />
          <ButtonLink to="/month" small>
            月末へ戻る
          </ButtonLink>
          <Button small onClick={() => void loaded.refetch()} disabled={loaded.isFetching}>
            読み直す
          </Button>
        </>
      }
    >
      {(loaded.error ?? decisions.error) && <Failure error={loaded.error ?? decisions.error} />}
      {loaded.isPending && <Progress label={`予定と実績を開いています（${done}件）`} done={0} total={null} />}
      {loaded.data && reconciliation && <Month loaded={loaded.data} reconciliation={reconciliation} />}
    </Page>
  );
}
