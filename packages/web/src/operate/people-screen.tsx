import { useInfiniteQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useDesk } from '../app/desk-context.js';
import { useDates } from '../app/preferences.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { TextField } from '../ui/field.js';
import { Page } from '../ui/page.js';
import { SaveCsv } from '../ui/save-csv.js';
import { csvRows, everything } from './columns.js';
import { PeopleTable, peopleColumns } from './people-table.js';
import { WaitingActs } from './waiting-acts.js';

/** 人: anybody of any office by user id or name, for calls to the help desk. */
export default function PeopleScreen(): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const [typed, setTyped] = useState('');
  const [search, setSearch] = useState('');
  const key = ['operate', 'people', search];
  const load = (page: { cursor?: string; limit: number }) =>
    desk.hub.call('operatorSearchPeople', { query: { search, ...page } });
  const { data, error, hasNextPage, fetchNextPage, isFetching } = useInfiniteQuery({
    queryKey: key,
    enabled: search !== '',
    initialPageParam: '',
    queryFn: ({ pageParam }) => load({ limit: 50, ...(pageParam ? { cursor: pageParam } : {}) }),
    getNextPageParam: ({ next }) => next,
  });
  const people = data?.pages.flatMap(({ items }) => items) ?? [];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setSearch(typed.trim());
  };
  return (
    <Page title="人">
      <WaitingActs />
      <form className="filters" onSubmit={submit}>
        <TextField
          label="ユーザIDの始め、または氏名の一部"
          value={typed}
          required
          onChange={({ target }) => setTyped(target.value)}
        />
        <Button look="main" type="submit">
          探す
        </Button>
      </form>
      {error && <Failure error={error} />}
      {data && people.length === 0 && <p className="empty">当てはまる人はいません。</p>}
      {people.length > 0 && (
        <>
          <div className="row spread">
            <p className="weak" role="status">
              {people.length}名{hasNextPage ? '（続きがあります）' : ''}
            </p>
            <SaveCsv name="ユーザ一覧" rows={async () => csvRows(peopleColumns(dates, true), await everything(load))} />
          </div>
          <PeopleTable people={people} queryKey={key} withOffice />
        </>
      )}
      {hasNextPage && (
        <div>
          <Button disabled={isFetching} onClick={() => void fetchNextPage()}>
            さらに表示
          </Button>
        </div>
      )}
    </Page>
  );
}
