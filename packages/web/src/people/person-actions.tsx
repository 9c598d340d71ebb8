import type { AnswerOf, PersonData, ROUTES } from '@musubi/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Desk } from '../app/desk.js';
import { useDesk } from '../app/desk-context.js';
import { useKept } from '../app/kept.js';
import { KEYS } from '../app/queries.js';
import { Button } from '../ui/button.js';
import { Confirm, Dialog } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';
import { useTell } from '../ui/toasts.js';
import { PEOPLE_ROLES, type PeopleRole } from '../words/people.js';
import { RoleChoice } from './role-choice.js';
import type { ShownSecret } from './secret-note.js';

type ActionName = 'resend' | 'unlock' | 'signOut' | 'password' | 'code' | 'disable' | 'enable' | 'remove';

interface Action {
  readonly label: string;
  readonly fits: (person: PersonData) => boolean;
  readonly title: (name: string) => string;
  readonly text: string;
  readonly done: string;
  readonly danger?: true;
  /** Returns a first password that has to be shown, or nothing. */
  run(desk: Desk, userId: string): Promise<AnswerOf<typeof ROUTES.resetPassword> | null>;
}

const none = async (call: Promise<unknown>) => {
  await call;
  return null;
};
/** An agent (代行) is stopped and goes with its delegation, on the screen of those. */
const isOwn = ({ agentName }: PersonData) => agentName === null;
const isIn = ({ invitedUntil }: PersonData) => invitedUntil === null;

/** What an administrator can do, each with the question before it and the words after it. */
const ACTIONS: Readonly<Record<ActionName, Action>> = {
  resend: {
    label: '招待メールを送り直す',
    fits: (person) => !isIn(person),
    title: (name) => `${name}さんへ招待メールを送り直しますか`,
    text: '前のメールのリンクは使えなくなります。期限は今日から7日間です。',
    done: '招待メールを送り直しました。',
    run: (desk, userId) => none(desk.hub.call('resendInvitation', { params: { userId } })),
  },
  unlock: {
    label: 'ロックを解く',
    fits: ({ locked }) => locked,
    title: (name) => `${name}さんのロックを解きますか`,
    text: '本人が間違えたことを、確かめてから解いてください。',
    done: 'ロックを解きました。',
    run: (desk, userId) => none(desk.hub.call('unlockPerson', { params: { userId } })),
  },
  signOut: {
    label: 'すべての端末からログアウトさせる',
    fits: ({ terminals }) => terminals.length > 0,
    title: (name) => `${name}さんをすべての端末からログアウトさせますか`,
    text: '端末をなくしたときなどに使います。入力中の内容は、本人の端末に残ります。',
    done: 'ログアウトさせました。',
    run: (desk, userId) => none(desk.hub.call('signOutPerson', { params: { userId } })),
  },
  password: {
    label: 'パスワードを初期化する',
    fits: (person) => person.kind !== 'machine' && !person.disabled,
    title: (name) => `${name}さんのパスワードを初期化しますか`,
    text: 'いまのパスワードは使えなくなり、すべての端末からログアウトします。新しい初期パスワードを一度だけ表示します。',
    done: 'パスワードを初期化しました。',
    run: (desk, userId) => desk.hub.call('resetPassword', { params: { userId } }),
  },
  code: {
    label: '確認コードを解除する',
    fits: ({ oneTimeCodeEnabled }) => oneTimeCodeEnabled,
    title: (name) => `${name}さんの確認コードを解除しますか`,
    text: 'スマートフォンをなくしたときに使います。本人に電話などで確かめてから解除してください。本人にメールで知らせます。',
    done: '確認コードを解除しました。',
    danger: true,
    run: (desk, userId) => none(desk.hub.call('resetOneTimeCode', { params: { userId } })),
  },
  disable: {
    label: '一時的に止める',
    fits: (person) => !person.disabled && isIn(person) && isOwn(person),
    title: (name) => `${name}さんを一時的に止めますか`,
    text: 'すぐにログアウトし、「使えるように戻す」までログインできません。休職のときなどに使います。',
    done: '止めました。',
    run: (desk, userId) => none(desk.hub.call('changePerson', { params: { userId }, body: { disabled: true } })),
  },
  enable: {
    label: '使えるように戻す',
    fits: ({ disabled }) => disabled,
    title: (name) => `${name}さんを使えるように戻しますか`,
    text: '前と同じパスワードでログインできるようになります。',
    done: '使えるように戻しました。',
    run: (desk, userId) => none(desk.hub.call('changePerson', { params: { userId }, body: { disabled: false } })),
  },
  remove: {
    label: '外す',
    fits: isOwn,
    title: (name) => `${name}さんを外しますか`,
    text: 'すぐに使えなくなり、一覧から消えます。元に戻せません。これまでの記録には、氏名が残ります。',
    done: '外しました。',
    danger: true,
    run: (desk, userId) => none(desk.hub.call('removePerson', { params: { userId } })),
  },
};
const NAMES: readonly ActionName[] = ['resend', 'unlock', 'signOut', 'password', 'code', 'disable', 'enable', 'remove'];

export function PersonActions({
  person,
  onSecret,
}: {
  person: PersonData;
  onSecret: (secret: ShownSecret) => void;
}): ReactNode {
  const desk = useDesk();
  const tell = useTell();
  const queries = useQueryClient();
  const [asking, setAsking] = useKept<ActionName | 'role' | null>(`people/asking/${person.userId}`, null);
  const action = asking === null || asking === 'role' ? null : ACTIONS[asking];
  const { userId, displayName } = person;
  const doing = useMutation({
    mutationFn: async ({ run }: Action) => run(desk, userId),
    onSuccess: (given, { done }) => {
      setAsking(null);
      tell('good', done);
      if (!given) return;
      const { initialPassword: secret, passwordExpiresAt: expiresAt } = given;
      onSecret({ kind: 'password', displayName, userId, secret, expiresAt });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: KEYS.people }),
  });
  const close = () => {
    setAsking(null);
    doing.reset();
  };
  return (
    <>
      <details>
        <summary>できること</summary>
        <div className="row">
          {person.kind === 'person' && isOwn(person) && (
            <Button small onClick={() => setAsking('role')}>
              権限を変える
            </Button>
          )}
          {NAMES.filter((name) => ACTIONS[name].fits(person)).map((name) => (
            <Button key={name} small look={ACTIONS[name].danger ? 'danger' : 'plain'} onClick={() => setAsking(name)}>
              {name === 'remove' && person.invitedUntil !== null ? '招待を取り消す' : ACTIONS[name].label}
            </Button>
          ))}
        </div>
      </details>
      {action && (
        <Confirm
          title={action.title(displayName)}
          action={action.label}
          danger={action.danger === true}
          busy={doing.isPending}
          onConfirm={() => doing.mutate(action)}
          onClose={close}
        >
          {doing.error && <Failure error={doing.error} />}
          <p>{action.text}</p>
        </Confirm>
      )}
      {asking === 'role' && <ChangeRole person={person} onClose={close} />}
    </>
  );
}

function ChangeRole({ person, onClose }: { person: PersonData; onClose: () => void }): ReactNode {
  const desk = useDesk();
  const tell = useTell();
  const queries = useQueryClient();
  const [role, setRole] = useKept<PeopleRole>(
    `people/role/${person.userId}`,
    () => PEOPLE_ROLES.map(([key]) => key).find((key) => key === person.role) ?? 'reader',
  );
  const saving = useMutation({
    mutationFn: () => desk.hub.call('changePerson', { params: { userId: person.userId }, body: { role } }),
    onSuccess: async () => {
      tell('good', '権限を変えました。');
      await queries.invalidateQueries({ queryKey: KEYS.people });
      onClose();
    },
  });
  return (
    <Dialog title={`${person.displayName}さんの権限`} onClose={onClose}>
      {saving.error && <Failure error={saving.error} />}
      <RoleChoice value={role} onChange={setRole} />
      <div className="row row-end">
        <Button onClick={onClose}>やめる</Button>
        <Button look="main" disabled={saving.isPending || role === person.role} onClick={() => saving.mutate()}>
          変える
        </Button>
      </div>
    </Dialog>
  );
}
