import type { Edition, OfficeProfile } from '@musubi/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useDesk, useSession } from '../app/desk-context.js';
import { useKept } from '../app/kept.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { CheckBox, TextField } from '../ui/field.js';
import { useTell } from '../ui/toasts.js';
import { editionNames } from '../words/directory.js';

const KEY = ['office-profile'];
const EDITIONS: readonly Edition[] = ['4.1', '3'];

/** 事業所検索での見え方: contact may be hidden, taking part may not. Administrators change it, others see it. */
export function DirectorySettings(): ReactNode {
  const desk = useDesk();
  const { account, office } = useSession();
  const { data, error } = useQuery({ queryKey: KEY, queryFn: () => desk.hub.call('getOfficeProfile', {}) });
  const isAdministrator = account.roles.includes('administrator');
  return (
    <section className="card stack" aria-label="事業所検索での見え方">
      <h2>事業所検索での見え方（事業所全体）</h2>
      <p>
        参加していることは、<Link href={`/offices/${office.officeNumber}`}>事業所検索</Link>
        でだれでも見られます。連絡先は隠せます。
      </p>
      {error && <Failure error={error} />}
      {data && (isAdministrator ? <ProfileForm initial={data} /> : <ProfileFacts profile={data} />)}
    </section>
  );
}

function ProfileFacts({ profile: { showContact, editions, note } }: { profile: OfficeProfile }): ReactNode {
  return (
    <dl className="facts">
      <dt>連絡先</dt>
      <dd>{showContact ? '表示しています' : '隠しています'}</dd>
      <dt>受け取れる版</dt>
      <dd>{editionNames(editions)}</dd>
      <dt>ひとこと</dt>
      <dd>{note || 'なし'}</dd>
    </dl>
  );
}

function ProfileForm({ initial }: { initial: OfficeProfile }): ReactNode {
  const desk = useDesk();
  const tell = useTell();
  const queries = useQueryClient();
  const [profile, setProfile] = useKept('settings/directory', initial);
  const saving = useMutation({
    mutationFn: () => desk.hub.call('setOfficeProfile', { body: profile }),
    onSuccess: async (saved) => {
      queries.setQueryData(KEY, saved);
      await queries.invalidateQueries({ queryKey: ['directory-office'] });
      tell('good', '事業所検索での見え方を保存しました。');
    },
  });
  const toggle = (edition: Edition, isOn: boolean) =>
    setProfile({
      ...profile,
      editions: EDITIONS.filter((one) => (one === edition ? isOn : profile.editions.includes(one))),
    });
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate();
      }}
    >
      {saving.error && <Failure error={saving.error} />}
      <CheckBox
        label="所在地・電話・FAX を表示する"
        checked={profile.showContact}
        onChange={(event) => setProfile({ ...profile, showContact: event.target.checked })}
      />
      <fieldset>
        <legend className="legend">受け取れる版（介護ソフトが取り込める標準仕様）</legend>
        <div className="row">
          {EDITIONS.map((edition) => (
            <CheckBox
              key={edition}
              label={`第${edition}版`}
              checked={profile.editions.includes(edition)}
              onChange={(event) => toggle(edition, event.target.checked)}
            />
          ))}
        </div>
        {profile.editions.length === 0 && <p className="field-error">どちらかを選んでください。</p>}
      </fieldset>
      <TextField
        label="ひとこと"
        hint="送る人へのお知らせ（200文字まで）。利用者の情報は書かないでください"
        value={profile.note}
        maxLength={200}
        onChange={(event) => setProfile({ ...profile, note: event.target.value })}
      />
      <div>
        <Button type="submit" disabled={saving.isPending || profile.editions.length === 0}>
          見え方を保存する
        </Button>
      </div>
    </form>
  );
}
