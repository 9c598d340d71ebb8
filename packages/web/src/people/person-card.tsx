import type { PersonData } from '@musubi/contract';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useSession } from '../app/desk-context.js';
import { useDates } from '../app/preferences.js';
import { Badge } from '../ui/banner.js';
import { MAIL_STATES, ROLE_NAMES } from '../words/people.js';
import { PersonActions } from './person-actions.js';
import type { ShownSecret } from './secret-note.js';

/** One person or machine: role, how they sign in, where they are signed in now, and what can be done. */
export function PersonCard({
  person,
  onSecret,
}: {
  person: PersonData;
  onSecret: (secret: ShownSecret) => void;
}): ReactNode {
  const dates = useDates();
  const { account } = useSession();
  const { userId, displayName, kind, role, invitedUntil, terminals, lastSignedInAt, mail } = person;
  const isPerson = kind === 'person';
  return (
    <li className="card stack-s person" aria-label={displayName}>
      <div className="row spread">
        <h3>
          {displayName}
          {userId === account.userId && <span className="weak">（あなた）</span>}
        </h3>
        <States person={person} />
      </div>
      <dl className="facts">
        <dt>ユーザID</dt>
        <dd>{userId}</dd>
        <dt>権限</dt>
        <dd>
          {person.agentName === null ? (
            ROLE_NAMES[role]
          ) : (
            <Link href="/agents">代行の画面で見る・変える・終わりにする</Link>
          )}
        </dd>
        {isPerson && (
          <>
            <dt>メール</dt>
            <dd>{MAIL_STATES[mail]}</dd>
          </>
        )}
        {isPerson && invitedUntil === null && (
          <>
            <dt>確認コード</dt>
            <dd>{person.oneTimeCodeEnabled ? '使っている' : '使っていない'}</dd>
          </>
        )}
        {invitedUntil === null ? (
          <>
            <dt>最後のログイン</dt>
            <dd>{lastSignedInAt ? dates.moment(lastSignedInAt) : 'まだありません'}</dd>
            <dt>いまの端末</dt>
            <dd>
              {terminals.length === 0 && 'ログインしていません'}
              <ul className="plain-list">
                {terminals.map(({ name, lastSeenAt }, at) => (
                  <li key={at}>
                    {name} <span className="weak">{dates.moment(lastSeenAt)}</span>
                  </li>
                ))}
              </ul>
            </dd>
          </>
        ) : (
          <>
            <dt>招待の期限</dt>
            <dd>{dates.moment(invitedUntil)}</dd>
          </>
        )}
      </dl>
      <PersonActions person={person} onSecret={onSecret} />
    </li>
  );
}

function States({ person: { disabled, locked, invitedUntil } }: { person: PersonData }): ReactNode {
  const isLate = invitedUntil !== null && new Date(invitedUntil) < new Date();
  return (
    <span className="row">
      {disabled && (
        <Badge tone="quiet" icon="off">
          停止中
        </Badge>
      )}
      {locked && (
        <Badge tone="care" icon="seal">
          ロック中
        </Badge>
      )}
      {invitedUntil !== null && (
        <Badge tone={isLate ? 'care' : 'info'} icon="letter">
          {isLate ? '招待の期限切れ' : '招待中'}
        </Badge>
      )}
    </span>
  );
}
