import type { PersonData } from '@musubi/contract';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useDesk, useSession } from '../app/desk-context.js';
import { useKept } from '../app/kept.js';
import { useDates } from '../app/preferences.js';
import { KEYS } from '../app/queries.js';
import { Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { Page } from '../ui/page.js';
import { SaveCsv } from '../ui/save-csv.js';
import { MAIL_STATES, ROLE_NAMES } from '../words/people.js';
import { AddMachine, AddPerson } from './add-dialogs.js';
import { OfficeRule } from './office-rule.js';
import './people.css';
import { PersonCard } from './person-card.js';
import { SecretNote, type ShownSecret } from './secret-note.js';

/** 担当者: who may sign in for the office, what they may do, where they are signed in now. */
export default function PeopleScreen(): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const { account, office } = useSession();
  const isAdministrator = account.roles.includes('administrator');
  const [adding, setAdding] = useKept<'person' | 'machine' | null>('people/adding', null);
  const [secret, setSecret] = useState<ShownSecret | null>(null);
  const { data, error } = useQuery({
    queryKey: KEYS.people,
    queryFn: () => desk.hub.call('listPeople', {}),
    enabled: isAdministrator,
    staleTime: 0, // who is signed in changes without an event
  });
  if (!isAdministrator) {
    return (
      <Page title="担当者">
        <Banner tone="info" title="この画面は、事業所の管理者が使います。" />
      </Page>
    );
  }
  const people = data?.people ?? [];
  const groups: readonly (readonly [string, readonly PersonData[]])[] = [
    [
      '人',
      people.filter(
        ({ kind, invitedUntil, agentName }) => kind === 'person' && invitedUntil === null && agentName === null,
      ),
    ],
    ['招待中', people.filter(({ invitedUntil }) => invitedUntil !== null)],
    ['代行', people.filter(({ agentName, disabled }) => agentName !== null && !disabled)],
    ['介護ソフトなどの機械', people.filter(({ kind }) => kind === 'machine')],
  ];
  return (
    <Page
      title="担当者"
      actions={
        <>
          <Button disabled={!data} onClick={() => setAdding('machine')}>
            介護ソフトを追加
          </Button>
          <Button look="main" icon="people" disabled={!data} onClick={() => setAdding('person')}>
            人を追加
          </Button>
        </>
      }
    >
      <p>一人に一つのユーザIDを使います。共有はしません。退職した人は、その日のうちに外してください。</p>
      {error && <Failure error={error} />}
      {!data && !error && <p role="status">読み込んでいます…</p>}
      {data && <OfficeRule isOn={data.requiresOneTimeCode} people={people} />}
      {groups.map(
        ([title, members]) =>
          members.length > 0 && (
            <section key={title} className="stack" aria-label={title}>
              <h2>
                {title}（{members.length}）
              </h2>
              <ul className="plain-list people">
                {members.map((person) => (
                  <PersonCard key={person.userId} person={person} onSecret={setSecret} />
                ))}
              </ul>
            </section>
          ),
      )}
      {people.length > 0 && (
        <SaveCsv
          name="担当者"
          rows={() => [
            ['ユーザID', '氏名', '権限', '使えない', 'メール', '確認コード', '最後のログイン'],
            ...people.map((one) => [
              one.userId,
              one.displayName,
              ROLE_NAMES[one.role],
              one.disabled ? 'はい' : '',
              MAIL_STATES[one.mail],
              one.oneTimeCodeEnabled ? '使う' : '',
              one.lastSignedInAt ? dates.moment(one.lastSignedInAt) : '',
            ]),
          ]}
        />
      )}
      {adding === 'person' && (
        <AddPerson canMail={data?.canMail ?? false} onClose={() => setAdding(null)} onSecret={setSecret} />
      )}
      {adding === 'machine' && <AddMachine onClose={() => setAdding(null)} onSecret={setSecret} />}
      {secret && <SecretNote secret={secret} officeNumber={office.officeNumber} onClose={() => setSecret(null)} />}
    </Page>
  );
}
