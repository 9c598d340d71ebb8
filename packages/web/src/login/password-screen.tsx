import { type FormEvent, type ReactNode, useState } from 'react';
import { useDesk } from '../app/desk-context.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { TextField } from '../ui/field.js';
import { Page } from '../ui/page.js';
import { useTell } from '../ui/toasts.js';

/** Changes the password; used for the first one, which must be changed, and in the settings. */
export function PasswordForm({ onDone }: { onDone: () => Promise<void> | void }): ReactNode {
  const desk = useDesk();
  const [current, setCurrent] = useState('');
  const [wanted, setWanted] = useState('');
  const [again, setAgain] = useState('');
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const differs = again !== '' && again !== wanted;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (wanted !== again) return;
    setBusy(true);
    setFailure(null);
    try {
      await desk.hub.call('changePassword', { body: { currentPassword: current, newPassword: wanted } });
      await onDone();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="stack" onSubmit={(event) => void submit(event)}>
      {failure !== null && <Failure error={failure} />}
      <TextField
        label="いまのパスワード"
        type="password"
        autoComplete="current-password"
        value={current}
        onChange={(event) => setCurrent(event.target.value)}
        required
      />
      <TextField
        label="新しいパスワード"
        hint="13文字以上。よく使われる言葉やユーザIDを含まないもの。言葉をいくつかつなげると覚えやすくなります。"
        type="password"
        autoComplete="new-password"
        value={wanted}
        onChange={(event) => setWanted(event.target.value)}
        minLength={13}
        required
      />
      <TextField
        label="新しいパスワード（もう一度）"
        type="password"
        autoComplete="new-password"
        value={again}
        onChange={(event) => setAgain(event.target.value)}
        error={differs ? '上に入力したものと違います。' : null}
        required
      />
      <div>
        <Button look="main" type="submit" disabled={busy || wanted === '' || wanted !== again}>
          パスワードを変える
        </Button>
      </div>
    </form>
  );
}

export function PasswordScreen(): ReactNode {
  const desk = useDesk();
  const tell = useTell();
  return (
    <Page title="新しいパスワードを決めてください" narrow>
      <p>初期パスワードのままでは使えません。あなただけが知っているパスワードに変えてください。</p>
      <div className="card">
        <PasswordForm
          onDone={async () => {
            await desk.refreshSession();
            tell('good', 'パスワードを変えました。');
          }}
        />
      </div>
    </Page>
  );
}
