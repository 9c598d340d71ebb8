import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useDesk, useSession } from '../app/desk-context.js';
import { Logout } from '../app/frame.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { TextField } from '../ui/field.js';
import { Page } from '../ui/page.js';
import { useTell } from '../ui/toasts.js';
import { isGoodPassword, NewPasswordFields, NO_PASSWORD } from './new-password.js';

/** Changes the password; used for the first one, which must be changed, and in the settings. */
export function PasswordForm({ onDone }: { onDone: () => Promise<void> | void }): ReactNode {
  const desk = useDesk();
  const { account, office } = useSession();
  const [current, setCurrent] = useState('');
  const [value, setValue] = useState(NO_PASSWORD);
  const owner = {
    userId: account.userId,
    officeNumber: office.officeNumber,
    hasSecondFactor: account.oneTimeCodeEnabled,
  };
  const changing = useMutation({
    mutationFn: async () => {
      await desk.hub.call('changePassword', { body: { currentPassword: current, newPassword: value.wanted } });
      await onDone();
    },
    onSuccess: () => {
      setCurrent('');
      setValue(NO_PASSWORD);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    changing.mutate();
  };
  return (
    <form className="stack" onSubmit={submit}>
      {changing.error && <Failure error={changing.error} />}
      <TextField
        label="いまのパスワード"
        type="password"
        autoComplete="current-password"
        value={current}
        onChange={(event) => setCurrent(event.target.value)}
        required
      />
      <NewPasswordFields value={value} owner={owner} onChange={setValue} />
      <div>
        <Button look="main" type="submit" disabled={changing.isPending || !isGoodPassword(value, owner)}>
          パスワードを変える
        </Button>
      </div>
    </form>
  );
}

/** An initial password, or one that became too short, has to be changed before anything else. */
export function PasswordScreen(): ReactNode {
  const desk = useDesk();
  const tell = useTell();
  return (
    <Page title="新しいパスワードを決めてください" narrow actions={<Logout />}>
      <p>いまのパスワードのままでは使えません。あなただけが知っているパスワードに変えてください。</p>
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
