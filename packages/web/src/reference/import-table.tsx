import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useDesk } from '../app/desk-context.js';
import { useKept } from '../app/kept.js';
import { checker } from '../check/checker.js';
import { Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';
import { CheckBox, FileField, TextField } from '../ui/field.js';
import { useTell } from '../ui/toasts.js';
import { TableReport } from './table-report.js';

/** The offices that tables are for: all of them (operators), or the own one. */
export type Scope = 'all' | 'office';

/** First a look at what would change, which changes nothing; then, on a second word, all of it or nothing. */
export function ImportTable({ scope }: { scope: Scope }): ReactNode {
  const desk = useDesk();
  const tell = useTell();
  const queries = useQueryClient();
  const [file, setFile] = useKept<File | null>(`reference/${scope}/file`, null);
  const [month, setMonth] = useKept(`reference/${scope}/month`, '');
  const [keepsMissing, setKeepsMissing] = useState(false);
  const previewing = useMutation({
    mutationFn: async (chosen: File) => {
      const source = { name: chosen.name, bytes: new Uint8Array(await chosen.arrayBuffer()) };
      return checker().previewTable(source, month || null, keepsMissing);
    },
  });
  const adding = useMutation({
    mutationFn: ({ name, content }: { name: string; content: string }) => {
      const input = { query: { name: name.slice(0, 200) }, body: new TextEncoder().encode(content) };
      return scope === 'all'
        ? desk.hub.call('operatorAddReferenceTable', input)
        : desk.hub.call('addReferenceTable', input);
    },
    onSuccess: () => {
      previewing.reset();
      setFile(null);
      tell('good', 'サービスコード表を取り込みました。');
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['reference'] }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    adding.reset();
    if (file) previewing.mutate(file);
  };
  const preview = previewing.data;
  const isBroken = preview?.findings.some(({ severity }) => severity === 'error') ?? false;
  return (
    <form className="card stack" onSubmit={submit} aria-label="取り込む">
      <h2>取り込む</h2>
      {previewing.error && <Failure error={previewing.error} />}
      <FileField
        label="サービスコード表のファイル"
        hint="厚生労働省のサービスコード表（CSV・xlsx）か、市町村の単位数表マスタ（CSV）"
        accept=".csv,.txt,.xlsx"
        file={file}
        onFile={setFile}
      />
      <TextField
        label="使い始める年月（表に書かれていないときだけ）"
        type="month"
        value={month}
        onChange={({ target }) => setMonth(target.value)}
      />
      <CheckBox
        label="全国の表にないコードを、終わりにせずに残す（表の一部だけを取り込むとき）"
        checked={keepsMissing}
        onChange={({ target }) => setKeepsMissing(target.checked)}
      />
      {previewing.isPending && <p role="status">読んで、いまの表と比べています（まだ取り込みません）…</p>}
      <div>
        <Button look="main" type="submit" disabled={!file || previewing.isPending}>
          何が変わるかを調べる
        </Button>
      </div>
      {preview && (
        <Dialog title="取り込む前の確認" wide onClose={previewing.reset}>
          <p>
            <strong>まだ取り込んでいません。</strong>
            {preview.file} を取り込むと、次のように変わります。
          </p>
          {isBroken && (
            <Banner tone="bad" title="直すところがあるため、取り込めません。">
              <p>
                下の「直すところ」の行をファイルで直してから、もう一度選んでください。一部だけを取り込むことはありません。
              </p>
            </Banner>
          )}
          {adding.error && <Failure error={adding.error} />}
          <TableReport preview={preview} />
          <div className="row row-end">
            <Button onClick={previewing.reset}>やめる</Button>
            {!isBroken && (
              <Button
                look="main"
                disabled={adding.isPending}
                onClick={() => adding.mutate({ name: preview.file, content: preview.content })}
              >
                取り込む
              </Button>
            )}
          </div>
        </Dialog>
      )}
    </form>
  );
}
