import type { Transmission } from '@musubi/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useClientNames } from '../app/client-names.js';
import { useDesk } from '../app/desk-context.js';
import { KEYS, keptCall, useContentIndex } from '../app/queries.js';
import { Progress } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { useTell } from '../ui/toasts.js';
import { retrieveAll } from './retrieve.js';

const MOST = 200;
const plain = (text: string) => text.normalize('NFKC').replaceAll(/\s/g, '').toLowerCase();

/** Finds transmissions by client name among what this terminal has opened; names never leave it. */
export function useClientSearch(box: 'inbox' | 'sent', text: string) {
  const desk = useDesk();
  const wanted = plain(text);
  const index = useContentIndex();
  const nameOf = useClientNames();
  const ids = [...(index.data ?? [])]
    .filter(
      ([, { clients }]) =>
        wanted !== '' && clients.some((client) => plain(nameOf(client) ?? client.insuredNumber).includes(wanted)),
    )
    .map(([id]) => id)
    .sort()
    .reverse()
    .slice(0, MOST);
  const own = desk.state.session?.office.officeNumber;
  const found = useQuery({
    queryKey: [...KEYS.transmissions, 'by-client', box, ...ids],
    queryFn: async () => {
      const all = await Promise.all(ids.map((id) => keptCall(desk, 'getTransmission', { params: { id } })));
      return all
        .map(({ value }) => value)
        .filter(({ sender, recipient }) => (box === 'inbox' ? recipient : sender).officeNumber === own);
    },
    enabled: wanted !== '',
  });
  return {
    isOn: wanted !== '',
    found: found.data ?? [],
    opened: index.data ?? new Map<string, unknown>(),
    error: found.error,
  };
}

/** Offers to look into what was retrieved before but never opened here, so that the search finds it too. */
export function SearchMore({
  transmissions,
  opened,
}: {
  transmissions: readonly Transmission[];
  opened: ReadonlyMap<string, unknown>;
}): ReactNode {
  const desk = useDesk();
  const tell = useTell();
  const queries = useQueryClient();
  const [done, setDone] = useState<number | null>(null);
  const own = desk.state.session?.office.officeNumber;
  // Fetching for the first time is a statement to the sender: only what is fetched already is looked into.
  const closed = transmissions.filter(
    ({ id, fileNames, delivery, sender }) =>
      fileNames.length > 0 &&
      !opened.has(id) &&
      (delivery === 'handedOver' || (delivery === 'consigned' && sender.officeNumber === own)),
  );
  if (closed.length === 0) return <p className="weak">この端末で開いたデータの中から探しています。</p>;
  const look = async () => {
    const results = await retrieveAll(desk, closed, setDone);
    const failed = results.filter(({ error }) => error !== null).length;
    if (failed > 0) tell('care', `${failed}件は開けませんでした。`);
    setDone(null);
    await queries.invalidateQueries({ queryKey: KEYS.index });
  };
  return (
    <div className="row">
      <p className="weak">この端末で開いたデータの中から探しています。</p>
      {done === null ? (
        <Button small onClick={() => void look()}>
          まだ開いていない{closed.length}件も調べる
        </Button>
      ) : (
        <Progress label="調べています" done={done} total={closed.length} />
      )}
    </div>
  );
}
