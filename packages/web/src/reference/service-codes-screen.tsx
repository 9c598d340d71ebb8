import { ReferenceTables } from '@musubi/client';
import type { ReferenceTable } from '@musubi/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useDesk, useMaySend } from '../app/desk-context.js';
import { useDates } from '../app/preferences.js';
import { actsColumn, type Column, DataTable } from '../operate/columns.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';
import { Page } from '../ui/page.js';
import { useTell } from '../ui/toasts.js';
import { ImportTable, type Scope } from './import-table.js';

const INTRODUCTIONS: Readonly<Record<Scope, string>> = {
  office:
    '実績や予定の入力、予定と実績の比較、帳票で使うサービスコード表です。ここで取り込んだ表は、この事業所のすべての端末で使われます。',
  all: 'ここで取り込んだ表は、この連携基盤のすべての事業所に配られ、はじめから入っている表に重ねて使われます。',
};

/** サービスコード表: the tables laid over the bundled one, and the import of further ones. */
export default function ServiceCodesScreen({ scope }: { scope: Scope }): ReactNode {
  const desk = useDesk();
  const maySend = useMaySend();
  const mayChange = scope === 'all' || maySend;
  const [removed, setRemoved] = useState<ReferenceTable | null>(null);
  const { data, error } = useQuery({
    queryKey: ['reference', 'list'],
    queryFn: () => new ReferenceTables(desk.hub, desk.files).list(),
  });
  return (
    <Page title="サービスコード表">
      <p>{INTRODUCTIONS[scope]}</p>
      {mayChange && <ImportTable scope={scope} />}
      <section className="stack" aria-label="取り込んだ表">
        <h2>取り込んだ表</h2>
        <p className="weak">同じコードは、下にある表が優先します。取り除くと、その上の表に戻ります。</p>
        {error && <Failure error={error} />}
        {data?.length === 0 && (
          <p className="empty">取り込んだ表はありません。はじめから入っている表を使っています。</p>
        )}
        {data && data.length > 0 && <Tables tables={data} scope={scope} onRemove={mayChange ? setRemoved : null} />}
      </section>
      {removed && <RemoveTable table={removed} onClose={() => setRemoved(null)} />}
    </Page>
  );
}

function Tables({
  tables,
  scope,
  onRemove,
}: {
  tables: readonly ReferenceTable[];
  scope: Scope;
  onRemove: ((table: ReferenceTable) => void) | null;
}): ReactNode {
  const dates = useDates();
  const columns: readonly Column<ReferenceTable>[] = [
    { head: 'ファイル', text: ({ name }) => name },
    { head: '使う事業所', text: (table) => (table.scope === 'all' ? 'すべての事業所' : 'この事業所') },
    { head: '行', text: ({ lineCount }) => lineCount },
    { head: '取り込んだ日時', text: ({ addedAt }) => dates.moment(addedAt) },
    { head: '取り込んだ人', text: ({ addedBy }) => addedBy },
    ...(onRemove
      ? [
          actsColumn<ReferenceTable>((table) =>
            table.scope === scope ? (
              <Button small look="text" onClick={() => onRemove(table)}>
                取り除く
                <span className="visually-hidden">（{table.name}）</span>
              </Button>
            ) : null,
          ),
        ]
      : []),
  ];
  return <DataTable label="取り込んだ表の一覧" columns={columns} rows={tables} keyOf={({ id }) => id} />;
}

function RemoveTable({ table, onClose }: { table: ReferenceTable; onClose: () => void }): ReactNode {
  const desk = useDesk();
  const tell = useTell();
  const queries = useQueryClient();
  const removing = useMutation({
    mutationFn: async () => {
      const input = { params: { id: table.id } };
      if (table.scope === 'all') await desk.hub.call('operatorRemoveReferenceTable', input);
      else await desk.hub.call('removeReferenceTable', input);
    },
    onSuccess: () => {
      onClose();
      tell('good', '表を取り除きました。');
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['reference'] }),
  });
  return (
    <Dialog title="表を取り除く" onClose={onClose}>
      <p>
        「{table.name}
        」を取り除きますか。この表で変わったコードは、前の表のとおりに戻ります。保存した実績や予定は変わりません。
      </p>
      {removing.error && <Failure error={removing.error} />}
      <div className="row row-end">
        <Button onClick={onClose}>やめる</Button>
        <Button look="main" disabled={removing.isPending} onClick={() => removing.mutate()}>
          取り除く
        </Button>
      </div>
    </Dialog>
  );
}
