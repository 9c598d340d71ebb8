import type { OperatorFaqEntry } from '@musubi/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useDesk } from '../app/desk-context.js';
import { useKept, useKeptForm } from '../app/kept.js';
import { type Dates, useDates } from '../app/preferences.js';
import { TOPIC_NAMES } from '../public/words.js';
import { Badge } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { CheckBox, SelectField, TextArea, TextField } from '../ui/field.js';
import { FormDialog } from '../ui/form-dialog.js';
import { Page } from '../ui/page.js';
import { SaveCsv } from '../ui/save-csv.js';
import { type Column, csvRows, DataTable } from './columns.js';

type Topic = OperatorFaqEntry['topic'];
const isTopic = (text: string): text is Topic => Object.hasOwn(TOPIC_NAMES, text);
const KEY = ['operate', 'faq'];

const columns = (dates: Dates, edit: (entry: OperatorFaqEntry) => void): Column<OperatorFaqEntry>[] => [
  { head: '分類', text: ({ topic }) => TOPIC_NAMES[topic] },
  {
    head: '質問',
    text: ({ question }) => question,
    cell: (entry) => (
      <Button look="text" small onClick={() => edit(entry)}>
        {entry.question}
      </Button>
    ),
  },
  {
    head: '公開',
    text: ({ shown }) => (shown ? '公開' : '非公開'),
    cell: ({ shown }) => <Badge tone={shown ? 'good' : 'quiet'}>{shown ? '公開' : '非公開'}</Badge>,
  },
  { head: '直した日', text: ({ changedAt }) => dates.date(changedAt) },
];

/** よくある質問: entries of the public page, drafts from tickets among them. */
export default function FaqScreen(): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const [edited, setEdited] = useKept<OperatorFaqEntry | 'new' | null>('operate/faq', null);
  const { data, error } = useQuery({
    queryKey: KEY,
    queryFn: async () => (await desk.hub.call('operatorListFaq', {})).entries,
  });
  const all = columns(dates, setEdited);
  const rows = [...(data ?? [])].sort((a, b) => Number(a.shown) - Number(b.shown));
  return (
    <Page
      title="よくある質問"
      actions={
        <Button look="main" onClick={() => setEdited('new')}>
          質問を加える
        </Button>
      }
    >
      {error && <Failure error={error} />}
      {rows.length > 0 && (
        <>
          <SaveCsv
            name="よくある質問"
            rows={async () => csvRows([...all, { head: '答え', text: ({ answer }) => answer }], rows)}
          />
          <DataTable label="よくある質問の一覧" columns={all} rows={rows} keyOf={({ id }) => id} />
        </>
      )}
      {edited && <EntryForm entry={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />}
    </Page>
  );
}

function EntryForm({ entry, onClose }: { entry: OperatorFaqEntry | null; onClose: () => void }): ReactNode {
  const desk = useDesk();
  const queries = useQueryClient();
  const [form, change] = useKeptForm<Omit<OperatorFaqEntry, 'id' | 'changedAt'>>(`operate/faq/${entry?.id ?? 'new'}`, {
    topic: entry?.topic ?? 'start',
    question: entry?.question ?? '',
    answer: entry?.answer ?? '',
    words: entry?.words ?? '',
    shown: entry?.shown ?? true,
  });
  const { topic, question, answer, words, shown } = form;
  const done = async () => {
    await queries.invalidateQueries({ queryKey: KEY });
    onClose();
  };
  const saving = useMutation({
    mutationFn: () => {
      const body = { topic, question, answer, words, shown };
      return entry
        ? desk.hub.call('operatorChangeFaq', { params: { id: entry.id }, body })
        : desk.hub.call('operatorAddFaq', { body });
    },
    onSuccess: done,
  });
  const removing = useMutation({
    mutationFn: (id: string) => desk.hub.call('operatorRemoveFaq', { params: { id } }),
    onSuccess: done,
  });
  return (
    <FormDialog
      title={entry ? '質問を直す' : '質問を加える'}
      action="保存する"
      error={saving.error ?? removing.error}
      isReady={!saving.isPending}
      others={
        entry &&
        !entry.shown && (
          <Button look="danger" disabled={removing.isPending} onClick={() => removing.mutate(entry.id)}>
            この下書きを消す
          </Button>
        )
      }
      onSubmit={() => saving.mutate()}
      onClose={onClose}
    >
      <SelectField
        label="分類"
        value={topic}
        onChange={({ target }) => isTopic(target.value) && change({ topic: target.value })}
      >
        {Object.entries(TOPIC_NAMES).map(([key, text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </SelectField>
      <TextField
        label="質問"
        value={question}
        maxLength={200}
        required
        onChange={({ target }) => change({ question: target.value })}
      />
      <TextArea
        label="答え"
        hint="段落は空行で分けます。"
        value={answer}
        maxLength={4000}
        required
        onChange={({ target }) => change({ answer: target.value })}
      />
      <TextField
        label="ほかの言い方（検索用）"
        value={words}
        maxLength={500}
        onChange={({ target }) => change({ words: target.value })}
      />
      <CheckBox label="公開する" checked={shown} onChange={({ target }) => change({ shown: target.checked })} />
    </FormDialog>
  );
}
