import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useDesk } from '../app/desk-context.js';
import { useKept, useKeptForm } from '../app/kept.js';
import { KEYS } from '../app/queries.js';
import { Failure } from '../ui/failure.js';
import { RadioGroup, TextField } from '../ui/field.js';
import { FormDialog } from '../ui/form-dialog.js';
import { useTell } from '../ui/toasts.js';
import type { PeopleRole } from '../words/people.js';
import { RoleChoice } from './role-choice.js';
import type { ShownSecret } from './secret-note.js';

interface AddingProps {
  readonly onClose: () => void;
  readonly onSecret: (secret: ShownSecret) => void;
}

interface Fields {
  readonly name: string;
  readonly mail: string;
  readonly role: PeopleRole;
  readonly way: 'mail' | 'paper';
}

/** Invites by mail, or adds with an initial password for paper. */
export function AddPerson({ canMail, onClose, onSecret }: AddingProps & { canMail: boolean }): ReactNode {
  const desk = useDesk();
  const tell = useTell();
  const queries = useQueryClient();
  const [form, change] = useKeptForm<Fields>('people/add', () => ({
    ...{ name: '', mail: '', role: 'staff' },
    way: canMail ? 'mail' : 'paper',
  }));
  const { name, mail, role, way } = form;
  const displayName = name.trim();
  const adding = useMutation({
    mutationFn: async () => {
      if (way === 'mail') {
        await desk.hub.call('invitePerson', { body: { displayName, role, mailAddress: mail.trim() } });
        return null;
      }
      return desk.hub.call('addPerson', { body: { displayName, role } });
    },
    onSuccess: async (added) => {
      await queries.invalidateQueries({ queryKey: KEYS.people });
      onClose();
      if (added)
        onSecret({
          kind: 'password',
          displayName,
          userId: added.person.userId,
          secret: added.initialPassword,
          expiresAt: added.passwordExpiresAt,
        });
      else tell('good', `${displayName}さんに招待メールを送りました。`);
    },
  });
  return (
    <FormDialog
      title="人を追加"
      action={way === 'mail' ? '招待メールを送る' : '追加する'}
      error={adding.error}
      isReady={!adding.isPending && displayName !== ''}
      onSubmit={() => adding.mutate()}
      onClose={onClose}
    >
      <TextField
        label="氏名"
        value={name}
        maxLength={100}
        autoComplete="off"
        onChange={(event) => change({ name: event.target.value })}
        required
      />
      <RoleChoice value={role} onChange={(chosen) => change({ role: chosen })} />
      {canMail ? (
        <RadioGroup
          legend="渡し方"
          value={way}
          options={[
            ['mail', 'メールで招待する'],
            ['paper', '初期パスワードを紙で渡す'],
          ]}
          onChange={(chosen) => change({ way: chosen })}
        />
      ) : (
        <p>この連携基盤からはメールを送れないため、初期パスワードを紙で渡します。</p>
      )}
      {way === 'mail' && (
        <TextField
          label="本人のメールアドレス"
          hint="本人だけが読めるアドレスにしてください。共有のアドレスは使わないでください。"
          type="email"
          value={mail}
          autoComplete="off"
          onChange={(event) => change({ mail: event.target.value })}
          required
        />
      )}
    </FormDialog>
  );
}

/** A 介護ソフト of the office signs in by itself, with a secret of its own. */
export function AddMachine({ onClose, onSecret }: AddingProps): ReactNode {
  const desk = useDesk();
  const queries = useQueryClient();
  const [name, setName] = useKept('people/machine', '');
  const displayName = name.trim();
  const adding = useMutation({
    mutationFn: () => desk.hub.call('addMachine', { body: { displayName } }),
    onSuccess: async ({ person, secret }) => {
      await queries.invalidateQueries({ queryKey: KEYS.people });
      onClose();
      onSecret({ kind: 'machine', displayName, userId: person.userId, secret, expiresAt: null });
    },
  });
  return (
    <FormDialog
      title="介護ソフトを追加"
      action="追加する"
      error={adding.error}
      isReady={!adding.isPending && displayName !== ''}
      onSubmit={() => adding.mutate()}
      onClose={onClose}
    >
      <p>介護ソフトが自動で送信・取得するためのIDを作ります。</p>
      {adding.error && <Failure error={adding.error} />}
      <TextField
        label="名前"
        hint="例: 事務所の介護ソフト"
        value={name}
        maxLength={100}
        autoComplete="off"
        onChange={(event) => setName(event.target.value)}
        required
      />
    </FormDialog>
  );
}
