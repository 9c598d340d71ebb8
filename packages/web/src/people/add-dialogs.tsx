import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useDesk } from '../app/desk-context.js';
import { useKept } from '../app/kept.js';
import { KEYS } from '../app/queries.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';
import { RadioGroup, TextField } from '../ui/field.js';
import { useTell } from '../ui/toasts.js';
import { PEOPLE_ROLES } from '../words/people.js';
import { RoleChoice } from './role-choice.js';
import type { ShownSecret } from './secret-note.js';

interface AddingProps {
  readonly onClose: () => void;
  readonly onSecret: (secret: ShownSecret) => void;
}

/** Invites by mail, or adds with an initial password for paper. */
export function AddPerson({ canMail, onClose, onSecret }: AddingProps & { canMail: boolean }): ReactNode {
  const desk = useDesk();
  const tell = useTell();
  const queries = useQueryClient();
  const [name, setName, clearName] = useKept('people/name', '');
  const [mail, setMail, clearMail] = useKept('people/mail', '');
  const [typedRole, setRole, clearRole] = useKept('people/role', 'staff');
  const role = PEOPLE_ROLES.map(([key]) => key).find((key) => key === typedRole) ?? 'staff';
  const [way, setWay] = useState<'mail' | 'paper'>(canMail ? 'mail' : 'paper');
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
      clearName();
      clearMail();
      clearRole();
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
  const submit = (event: FormEvent) => {
    event.preventDefault();
    adding.mutate();
  };
  return (
    <Dialog title="人を追加" onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        {adding.error && <Failure error={adding.error} />}
        <TextField
          label="氏名"
          value={name}
          maxLength={100}
          autoComplete="off"
          onChange={(event) => setName(event.target.value)}
          required
        />
        <RoleChoice value={role} onChange={setRole} />
        {canMail ? (
          <RadioGroup
            legend="渡し方"
            value={way}
            options={[
              ['mail', 'メールで招待する'],
              ['paper', '初期パスワードを紙で渡す'],
            ]}
            onChange={setWay}
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
            onChange={(event) => setMail(event.target.value)}
            required
          />
        )}
        <div className="row row-end">
          <Button onClick={onClose}>やめる</Button>
          <Button look="main" type="submit" disabled={adding.isPending || displayName === ''}>
            {way === 'mail' ? '招待メールを送る' : '追加する'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** A 介護ソフト of the office signs in by itself, with a secret of its own. */
export function AddMachine({ onClose, onSecret }: AddingProps): ReactNode {
  const desk = useDesk();
  const queries = useQueryClient();
  const [name, setName, clearName] = useKept('people/machine', '');
  const displayName = name.trim();
  const adding = useMutation({
    mutationFn: () => desk.hub.call('addMachine', { body: { displayName } }),
    onSuccess: async ({ person, secret }) => {
      clearName();
      await queries.invalidateQueries({ queryKey: KEYS.people });
      onClose();
      onSecret({ kind: 'machine', displayName, userId: person.userId, secret, expiresAt: null });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    adding.mutate();
  };
  return (
    <Dialog title="介護ソフトを追加" onClose={onClose}>
      <form className="stack" onSubmit={submit}>
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
        <div className="row row-end">
          <Button onClick={onClose}>やめる</Button>
          <Button look="main" type="submit" disabled={adding.isPending || displayName === ''}>
            追加する
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
