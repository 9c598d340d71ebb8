import type { OperatorPerson } from '@musubi/contract';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { useDesk, useSession } from '../app/desk-context.js';
import { useKept } from '../app/kept.js';
import { type Dates, useDates } from '../app/preferences.js';
import { SecretNote, type ShownSecret } from '../people/secret-note.js';
import { Button } from '../ui/button.js';
import { useTell } from '../ui/toasts.js';
import { ROLE_NAMES } from '../words/people.js';
import { type Column, DataTable } from './columns.js';
import { ReasonDialog } from './reason-dialog.js';
import { ASKED_SECOND, WAITING_ACTS } from './waiting-acts.js';

type Action = 'unlock' | 'disable' | 'enable' | 'reset-second-factor' | 'reset-password';

interface Words {
  readonly button: string;
  readonly title: string;
  readonly text: string;
  readonly done: string;
}

const ACTIONS: Readonly<Record<Action, Words>> = {
  unlock: {
    button: 'ロックを解く',
    title: 'ロックを解きます',
    text: 'すぐにログインできるようになります。',
    done: 'ロックを解きました。',
  },
  disable: {
    button: '使えなくする',
    title: 'このユーザを使えなくします',
    text: 'いまのログインもすぐに終わります。',
    done: '使えなくしました。',
  },
  enable: {
    button: '使えるようにする',
    title: 'このユーザを使えるようにします',
    text: '前と同じパスワードで使えます。利用中の事業所では、もう一人の運営者が確認すると行われます。',
    done: '使えるようにしました。',
  },
  'reset-second-factor': {
    button: '確認コードを初期化',
    title: '確認コードを初期化します',
    text: '本人であることを確かめてから行ってください。いまのログインは終わり、次は確認コードなしでログインできます。利用中の事業所では、もう一人の運営者が確認すると行われます。',
    done: '確認コードを初期化しました。',
  },
  'reset-password': {
    button: 'パスワードを初期化',
    title: 'パスワードを初期化します',
    text: '本人であることを確かめてから行ってください。いまのパスワードは使えなくなり、すべての端末からログアウトします。利用中の事業所では、もう一人の運営者が確認すると行われます。確認済みのメールアドレスがある人にはパスワードを決めるリンクを送り、ない人の初期パスワードは確認した運営者に一度だけ示します。',
    done: 'パスワードを初期化しました。',
  },
};

function actionsFor({ kind, locked, disabled, oneTimeCodeEnabled }: OperatorPerson): Action[] {
  return [
    ...(locked ? (['unlock'] as const) : []),
    ...(kind !== 'machine' && !disabled ? (['reset-password'] as const) : []),
    ...(oneTimeCodeEnabled ? (['reset-second-factor'] as const) : []),
    disabled ? 'enable' : 'disable',
  ];
}

const stateText = ({ disabled, locked }: OperatorPerson) => (disabled ? '使えない' : locked ? 'ロック中' : '利用中');

export const peopleColumns = (dates: Dates, withOffice: boolean): Column<OperatorPerson>[] => [
  { head: '氏名', text: ({ displayName }) => displayName },
  { head: 'ユーザID', text: ({ userId }) => userId },
  ...(withOffice
    ? [
        {
          head: '事業所',
          text: ({ officeName, officeNumber }: OperatorPerson) => `${officeName}（${officeNumber}）`,
          cell: ({ officeName, officeNumber }: OperatorPerson) => (
            <Link href={`/operate/offices/${officeNumber}`}>{officeName}</Link>
          ),
        },
      ]
    : []),
  { head: '権限', text: ({ role }) => ROLE_NAMES[role] ?? role },
  { head: '状態', text: stateText },
  { head: '確認コード', text: ({ oneTimeCodeEnabled }) => (oneTimeCodeEnabled ? '使用' : 'なし') },
  {
    head: '最後のログイン',
    text: ({ lastSignedInAt }) => (lastSignedInAt ? dates.moment(lastSignedInAt) : 'まだありません'),
  },
];

/** People with what an operator may do for them. */
export function PeopleTable({
  people,
  queryKey,
  withOffice,
}: {
  people: readonly OperatorPerson[];
  queryKey: readonly unknown[];
  withOffice: boolean;
}): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const tell = useTell();
  const queries = useQueryClient();
  const own = useSession().account.userId;
  const [asked, setAsked] = useKept<{ person: OperatorPerson; action: Action } | null>(
    ['operate/people-act', ...queryKey].join('/'),
    null,
  );
  const [given, setGiven] = useState<{ officeNumber: string; secret: ShownSecret } | null>(null);
  const acts: Column<OperatorPerson> = {
    head: '操作',
    text: () => '',
    cell: (person) => (
      <span className="row">
        {person.userId !== own &&
          actionsFor(person).map((action) => (
            <Button key={action} small onClick={() => setAsked({ person, action })}>
              {ACTIONS[action].button}
            </Button>
          ))}
      </span>
    ),
  };
  const act = async (reason: string) => {
    if (!asked) return;
    const { person, action } = asked;
    const { userId, displayName, officeNumber } = person;
    let waits = false;
    if (action === 'reset-password') {
      const params = { officeNumber, personId: userId };
      const made = await desk.hub.call('operatorResetPassword', { params, body: { reason } });
      waits = made.waitsForSecond;
      const { initialPassword, passwordExpiresAt: expiresAt } = made;
      if (initialPassword !== null) {
        const secret = { userId, displayName, secret: initialPassword, expiresAt };
        setGiven({ officeNumber, secret: { kind: 'password', ...secret } });
      }
    } else {
      const call = { params: { userId }, body: { action, reason } };
      waits = (await desk.hub.call('operatorActOnPerson', call)).waitsForSecond;
    }
    if (waits) tell('info', `${displayName}さん: ${ASKED_SECOND}`);
    else tell('good', `${displayName}さん: ${ACTIONS[action].done}`);
    await queries.invalidateQueries({ queryKey: WAITING_ACTS });
    await queries.invalidateQueries({ queryKey });
  };
  return (
    <>
      <DataTable
        label="人の一覧"
        columns={[...peopleColumns(dates, withOffice), acts]}
        rows={people}
        keyOf={({ userId }) => userId}
      />
      {asked && (
        <ReasonDialog
          name={`${asked.action}/${asked.person.userId}`}
          title={ACTIONS[asked.action].title}
          action={ACTIONS[asked.action].button}
          onConfirm={act}
          onClose={() => setAsked(null)}
        >
          <p>
            {asked.person.displayName}（{asked.person.userId}、{asked.person.officeName}）
          </p>
          <p>{ACTIONS[asked.action].text}</p>
        </ReasonDialog>
      )}
      {given && !asked && <SecretNote {...given} onClose={() => setGiven(null)} />}
    </>
  );
}
