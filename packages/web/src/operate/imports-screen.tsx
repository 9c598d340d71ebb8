import { HubProblem } from '@musubi/client';
import type { DirectoryImport } from '@musubi/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useDesk } from '../app/desk-context.js';
import { useKept } from '../app/kept.js';
import { type Dates, useDates } from '../app/preferences.js';
import { Progress } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';
import { FileField, TextField } from '../ui/field.js';
import { Page } from '../ui/page.js';
import { sizeText } from '../words/kinds.js';
import { type Column, PagedTable } from './columns.js';
import { ImportReportView } from './import-report.js';

const columns = (dates: Dates, open: (made: DirectoryImport) => void): Column<DirectoryImport>[] => [
  { head: '日時', text: ({ importedAt }) => dates.moment(importedAt) },
  {
    head: 'サービス',
    text: ({ report }) => report.services.join('、'),
    cell: (made) => (
      <Button look="text" small onClick={() => open(made)}>
        {made.report.services.join('、')}
      </Button>
    ),
  },
  { head: 'データの版', text: ({ edition }) => edition },
  { head: '行', text: ({ report }) => report.rows },
  { head: '新しい', text: ({ report }) => report.addedCount },
  { head: '変わった', text: ({ report }) => report.changedCount },
  { head: '閉じた', text: ({ report }) => report.closedCount },
  { head: '読めない行', text: ({ report }) => report.refusedCount },
  { head: '取り込んだ人', text: ({ actor }) => actor },
];

/** 取込: the ministry's open data comes in, one file (one service) at a time, and what each changed. */
export default function ImportsScreen(): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const [opened, setOpened] = useState<DirectoryImport | null>(null);
  return (
    <Page title="公表データの取込">
      <p>
        厚生労働省「介護サービス情報公表システム」のオープンデータ（CSV）を、サービスごとに1ファイルずつ取り込みます。事業所検索と、利用申請の確認に使います。
      </p>
      <ImportForm onDone={setOpened} />
      <section className="stack" aria-label="取り込みの記録">
        <h2>取り込みの記録</h2>
        <PagedTable
          label="取り込みの記録の一覧"
          fileName="公表データの取込"
          queryKey={['operate', 'imports']}
          load={(page) => desk.hub.call('operatorListImports', { query: page })}
          columns={columns(dates, setOpened)}
          keyOf={({ id }) => id}
          empty="まだ取り込んでいません。"
        />
      </section>
      {opened && (
        <Dialog title="取り込みの結果" wide onClose={() => setOpened(null)}>
          <ImportReportView {...opened} tense="done" />
        </Dialog>
      )}
    </Page>
  );
}

const bytesOf = async (file: File) => new Uint8Array(await file.arrayBuffer());

/** First a look at what would change, which changes nothing; then, on a second word, the import. */
function ImportForm({ onDone }: { onDone: (made: DirectoryImport) => void }): ReactNode {
  const desk = useDesk();
  const queries = useQueryClient();
  const [file, setFile] = useKept<File | null>('operate/import-file', null);
  const [typed, setEdition] = useKept('operate/import-edition', '');
  const edition = typed.trim();
  const previewing = useMutation({
    mutationFn: async (chosen: File) => desk.hub.call('operatorPreviewImport', { body: await bytesOf(chosen) }),
  });
  const importing = useMutation({
    mutationFn: async (chosen: File) =>
      desk.hub.call('operatorImportDirectory', { query: { edition }, body: await bytesOf(chosen) }),
    onSuccess: (made) => {
      setFile(null);
      onDone(made);
    },
    // Without an answer it may have been taken in all the same: the list tells.
    onSettled: () => queries.invalidateQueries({ queryKey: ['operate', 'imports'] }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    importing.reset();
    if (file) previewing.mutate(file);
  };
  const start = () => {
    previewing.reset();
    if (file) importing.mutate(file);
  };
  const isBusy = previewing.isPending || importing.isPending;
  const error = previewing.error ?? importing.error;
  return (
    <form className="card stack" onSubmit={submit} aria-label="取り込む">
      <h2>取り込む</h2>
      {error && (
        <Failure error={error}>
          {error instanceof HubProblem && error.reason ? (
            <p>{error.reason}</p>
          ) : (
            importing.error && <p>答えが届かなかったときは、下の記録に載っていなければ、もう一度取り込んでください。</p>
          )}
        </Failure>
      )}
      <FileField label="CSV ファイル" hint="例: jigyosho_120.csv" accept=".csv" file={file} onFile={setFile} />
      <TextField
        label="データの版（公表の年月）"
        hint="例: 2025-12"
        value={typed}
        maxLength={40}
        required
        onChange={({ target }) => setEdition(target.value)}
      />
      {isBusy && (
        <Progress
          label={`${sizeText(file?.size ?? 0)}を送り、${importing.isPending ? '取り込んでいます' : 'いまの内容と比べています（まだ取り込みません）'}。数分かかることがあります`}
          done={0}
          total={null}
        />
      )}
      <div>
        <Button look="main" type="submit" disabled={!file || isBusy}>
          何が変わるかを調べる
        </Button>
      </div>
      {previewing.data && file && (
        <Dialog title="取り込む前の確認" wide onClose={previewing.reset}>
          <p>
            <strong>まだ取り込んでいません。</strong>
            {file.name}（{sizeText(file.size)}）を取り込むと、次のように変わります。
          </p>
          <ImportReportView report={previewing.data} edition={edition} tense="planned" />
          <p>
            前の版にあってこのファイルにない事業所は、<strong>そのサービスを閉じた</strong>
            ものとして検索から消えます。間違えたときは、正しいファイルを取り込むと元に戻ります。
          </p>
          <div className="row row-end">
            <Button onClick={previewing.reset}>やめる</Button>
            <Button look="main" onClick={start}>
              取り込む
            </Button>
          </div>
        </Dialog>
      )}
    </form>
  );
}
