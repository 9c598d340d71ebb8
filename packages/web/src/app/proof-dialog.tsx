import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { TextField } from '../ui/field.js';
import { FormDialog } from '../ui/form-dialog.js';
import { useDesk, useDeskState } from './desk-context.js';

/** Asks for the password once more, whatever screen the change was made on; the change goes on by itself then. */
export function ProofDialog(): ReactNode {
  const { proving } = useDeskState();
  return proving && <Proof answer={proving} />;
}

function Proof({ answer }: { answer: (isProven: boolean) => void }): ReactNode {
  const desk = useDesk();
  const { session } = useDeskState();
  const [password, setPassword] = useState('');
  const proof = useMutation({
    mutationFn: () => desk.hub.call('proveAgain', { body: { password } }),
    onSuccess: () => answer(true),
  });
  return (
    <FormDialog
      title="本人であることの確認"
      action="確かめて続ける"
      error={proof.error}
      isReady={password !== '' && !proof.isPending}
      onSubmit={() => proof.mutate()}
      onClose={() => answer(false)}
    >
      <p>
        人・証明書・確認コード・メールアドレスなどを変える前に、{session?.account.displayName ?? ''}
        さんのパスワードをもう一度入力してください。離席中に、ほかの人に変えられないようにするためです。
      </p>
      <TextField
        label="いまのパスワード"
        type="password"
        autoComplete="current-password"
        required
        autoFocus
        value={password}
        onChange={({ target }) => setPassword(target.value)}
      />
    </FormDialog>
  );
}
