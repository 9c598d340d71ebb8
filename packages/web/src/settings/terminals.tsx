import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useDesk } from '../app/desk-context.js';
import { useDates } from '../app/preferences.js';
import { Badge } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { SaveCsv } from '../ui/save-csv.js';

/** Where this person is signed in, and signing out there. */
export function Terminals(): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const queries = useQueryClient();
  const { data, error } = useQuery({ queryKey: ['terminals'], queryFn: () => desk.hub.call('listTerminals', {}) });
  const leaving = useMutation({
    mutationFn: (terminalId: string) => desk.hub.call('signOutTerminal', { params: { terminalId } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['terminals'] }),
  });
  return (
    <section className="card stack" aria-label="ログイン中の端末">
      <h2>ログイン中の端末</h2>
      {(error ?? leaving.error) && <Failure error={error ?? leaving.error} />}
      <ul className="plain-list stack-s">
        {data?.terminals.map(({ id, name, lastSeenAt, current }) => (
          <li key={id} className="row spread">
            <span>
              {name} <span className="weak">{dates.moment(lastSeenAt)} にログイン</span>
            </span>
            {current ? (
              <Badge tone="info">この端末</Badge>
            ) : (
              <Button small onClick={() => leaving.mutate(id)} disabled={leaving.isPending}>
                ログアウトさせる
              </Button>
            )}
          </li>
        ))}
      </ul>
      {data && (
        <SaveCsv
          small
          name="ログイン中の端末"
          rows={() => [
            ['端末', '最後のログイン', 'この端末'],
            ...data.terminals.map(({ name, lastSeenAt, current }) => [
              name,
              dates.moment(lastSeenAt),
              current ? 'はい' : '',
            ]),
          ]}
        />
      )}
    </section>
  );
}
