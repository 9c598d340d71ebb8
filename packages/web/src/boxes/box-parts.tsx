import type { ReactNode } from 'react';
import { StaleNote } from '../top/stale-note.js';
import { Banner } from '../ui/banner.js';
import { Failure } from '../ui/failure.js';
import { BoxCsv } from './box-csv.js';
import { BoxFilters } from './box-filters.js';
import { BoxList } from './box-list.js';
import { SearchMore } from './client-search.js';
import type { Box } from './use-box.js';

type Name = 'inbox' | 'sent';

/** Above a list: how it is narrowed, and what went wrong or is old. */
export function BoxHead({ name, box }: { name: Name; box: Box }): ReactNode {
  const { byClient, error, copyOf } = box;
  return (
    <>
      <BoxFilters
        box={name}
        filter={box.filter}
        onChange={box.setFilter}
        search={box.search}
        onSearch={box.setSearch}
      />
      {box.filter.office !== '' && (
        <Banner tone="info" title="前の事業所番号の記録を見ています。">
          <p>
            状態と証跡を確かめられます。届いていたデータの取得は、期日までに前の番号の証明書でログインして行ってください。
          </p>
        </Banner>
      )}
      {byClient.isOn && <SearchMore transmissions={box.loaded} opened={byClient.opened} />}
      {error !== null && <Failure error={error} />}
      {copyOf && <StaleNote at={copyOf} />}
    </>
  );
}

const NONE = { inbox: '該当する受信データはありません。', sent: '該当する送信データはありません。' } as const;

/** The list itself, or that there is nothing. */
export function BoxRows({ name, box }: { name: Name; box: Box }): ReactNode {
  if (box.isEmpty) {
    return (
      <p className="empty" role="status">
        {box.byClient.isOn ? '見つかりませんでした。' : NONE[name]}
      </p>
    );
  }
  return (
    <>
      <BoxList
        box={name}
        rows={box.rows}
        total={box.total}
        selected={box.selected}
        onSelect={box.select}
        onEnd={box.loadMore}
      />
      <BoxCsv name={name} box={box} />
    </>
  );
}
