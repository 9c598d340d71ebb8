import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useDesk } from '../app/desk-context.js';
import { useDates } from '../app/preferences.js';
import { KEYS } from '../app/queries.js';
import { Badge } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Confirm } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';
import { CheckBox, TextArea, TextField } from '../ui/field.js';
import { Page } from '../ui/page.js';
import { useTell } from '../ui/toasts.js';

/** お知らせ: what the operators tell the offices. */
export default function NoticesScreen(): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const queries = useQueryClient();
  const [leaving, setLeaving] = useState<string | null>(null);
  const { data, error } = useQuery({
    queryKey: [...KEYS.notices, 'operate'],
    queryFn: async () => (await desk.hub.call('listNotices', {})).notices,
  });
  const removing = useMutation({
    mutationFn: (id: string) => desk.hub.call('operatorRemoveNotice', { params: { id } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: KEYS.notices }),
    onSettled: () => setLeaving(null),
  });
  return (
    <Page title="お知らせ">
      {(error ?? removing.error) && <Failure error={error ?? removing.error} />}
      <NewNotice />
      <section className="stack" aria-label="出しているお知らせ">
        <h2>出しているお知らせ</h2>
        {data?.length === 0 && <p className="weak">ありません。</p>}
        <ul className="plain-list stack">
          {data?.map(({ id, title, body, important, publishedAt }) => (
            <li key={id} className="card stack-s">
              <h3>
                {important && <Badge tone="care">重要</Badge>} {title}{' '}
                <span className="weak">{dates.date(publishedAt)}</span>
              </h3>
              <p className="form-text">{body}</p>
              <div>
                <Button small look="danger" onClick={() => setLeaving(id)}>
                  取り下げる…
                </Button>
              </div>
            </li>
          ))}
        </ul>
      </section>
      {leaving && (
        <Confirm
          title="お知らせを取り下げます"
          action="取り下げる"
          danger
          busy={removing.isPending}
          onConfirm={() => removing.mutate(leaving)}
          onClose={() => setLeaving(null)}
        >
          <p>どの事業所にも表示されなくなります。元には戻せません。</p>
        </Confirm>
      )}
    </Page>
  );
}

function NewNotice(): ReactNode {
  const desk = useDesk();
  const tell = useTell();
  const queries = useQueryClient();
  const [title, setTitle] = useState('');
  const [body, setBody] = useState('');
  const [important, setImportant] = useState(false);
  const publishing = useMutation({
    mutationFn: () =>
      desk.hub.call('operatorAddNotice', { body: { title: title.trim(), body: body.trim(), important } }),
    onSuccess: () => {
      setTitle('');
      setBody('');
      setImportant(false);
      tell('good', 'お知らせを出しました。');
      return queries.invalidateQueries({ queryKey: KEYS.notices });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    publishing.mutate();
  };
  return (
    <form className="card stack" onSubmit={submit} aria-label="新しいお知らせ">
      <h2>新しいお知らせ</h2>
      {publishing.error && <Failure error={publishing.error} />}
      <TextField
        label="件名"
        value={title}
        maxLength={100}
        required
        onChange={({ target }) => setTitle(target.value)}
      />
      <TextArea label="本文" value={body} maxLength={4000} required onChange={({ target }) => setBody(target.value)} />
      <CheckBox label="重要" checked={important} onChange={({ target }) => setImportant(target.checked)} />
      <div>
        <Button look="main" type="submit" disabled={publishing.isPending || !title.trim() || !body.trim()}>
          お知らせを出す
        </Button>
      </div>
    </form>
  );
}
