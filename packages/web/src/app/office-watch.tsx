import type { ActOnOffice } from '@musubi/contract';
import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense } from 'react';
import { useDesk, useSession } from './desk-context.js';
import { KEYS } from './queries.js';

/** Bars are rare: their code comes when there is one to show. */
const ActBar = lazy(() => import('./office-bars.js').then((bars) => ({ default: bars.ActBar })));
const StrangersBar = lazy(() => import('./office-bars.js').then((bars) => ({ default: bars.StrangersBar })));

/** Watches for the office's own people (C1): acts of operators on the office, and people whom none of them let in. */
export function OfficeWatch(): ReactNode {
  const { account } = useSession();
  if (account.agent) return null;
  const isAdministrator = account.roles.includes('administrator');
  return (
    <Suspense>
      {isAdministrator && <Acts />}
      <Strangers isAdministrator={isAdministrator} />
    </Suspense>
  );
}

/** One act this administrator has not looked at yet: what can still be refused first, then the oldest. */
function Acts(): ReactNode {
  const desk = useDesk();
  const { data = [] } = useQuery({
    queryKey: KEYS.actsOnOffice,
    queryFn: async (): Promise<readonly ActOnOffice[]> => (await desk.hub.call('listActsOnOffice', {})).acts,
  });
  const news = data.filter(({ seen }) => !seen);
  const act = news.findLast(({ state }) => state === 'waiting') ?? news.at(-1);
  return act ? <ActBar key={`${act.id} ${act.state}`} act={act} more={news.length - 1} /> : null;
}

function Strangers({ isAdministrator }: { isAdministrator: boolean }): ReactNode {
  const desk = useDesk();
  const own = useSession().account.userId;
  const { data: strangers = [] } = useQuery({
    queryKey: KEYS.strangers,
    queryFn: () => desk.people.strangers(own),
  });
  return strangers.length > 0 ? <StrangersBar strangers={strangers} isAdministrator={isAdministrator} /> : null;
}
