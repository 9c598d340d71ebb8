import type { MailKind, MailSettings } from '@musubi/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { FormEvent, ReactNode } from 'react';
import { useDesk } from '../app/desk-context.js';
import { useKept } from '../app/kept.js';
import { KEYS } from '../app/queries.js';
import { Badge, Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { CheckBox, TextField } from '../ui/field.js';
import { useTell } from '../ui/toasts.js';
import { MAIL_KIND_NAMES } from '../words/people.js';

function useMailChange<Input>(change: (input: Input) => Promise<MailSettings>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: change, onSuccess: (saved) => queries.setQueryData(KEYS.mail, saved) });
}

/** The registered mail address, and which news it gets. */
export function MailSettingsCard(): ReactNode {
  const desk = useDesk();
  const { data, error } = useQuery({ queryKey: KEYS.mail, queryFn: () => desk.hub.call('getMailSettings', {}) });
  return (
    <section className="card stack" aria-label="メール">
      <h2>メール</h2>
      {error && <Failure error={error} />}
      {data && !data.canMail && <p>この連携基盤からは、メールを送れません。</p>}
      {data?.canMail && (
        <>
          <Address settings={data} />
          <Wishes settings={data} />
        </>
      )}
    </section>
  );
}

function Address({ settings }: { settings: MailSettings }): ReactNode {
  const desk = useDesk();
  const tell = useTell();
  const { address, pending, refused } = settings;
  const [typed, setTyped] = useKept('settings/mail-address', '');
  const saving = useMailChange((mailAddress: string | null) =>
    desk.hub.call('setMailAddress', { body: { mailAddress } }),
  );
  const send = (mailAddress: string) =>
    saving.mutate(mailAddress, {
      onSuccess: () => {
        setTyped('');
        tell('good', '確認のメールを送りました。24時間以内に、メールの中のリンクを開いてください。');
      },
    });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send(typed.trim());
  };
  return (
    <>
      <p>パスワードを忘れたときの再設定と、お知らせに使います。</p>
      {saving.error && <Failure error={saving.error} />}
      {refused && (
        <Banner tone="care" title="このアドレスには届きませんでした。" live>
          <p>
            宛先のサーバが受け取りを断ったため、送るのを止めています。アドレスを直すか、確認メールを送り直してください。
          </p>
        </Banner>
      )}
      {address && (
        <p className="row">
          {address}
          <Badge tone="good" icon="good">
            確認済み
          </Badge>
        </p>
      )}
      {pending && (
        <p className="row">
          {pending}
          <Badge tone="care" icon="wait">
            確認待ち
          </Badge>
          <Button small disabled={saving.isPending} onClick={() => send(pending)}>
            確認メールを送り直す
          </Button>
        </p>
      )}
      <form className="stack-s" onSubmit={submit}>
        <TextField
          label={address || pending ? '新しいメールアドレス' : 'メールアドレス'}
          type="email"
          autoComplete="email"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          required
        />
        <div className="row">
          <Button type="submit" disabled={saving.isPending || typed.trim() === ''}>
            確認メールを送る
          </Button>
          {(address ?? pending) && (
            <Button look="text" disabled={saving.isPending} onClick={() => saving.mutate(null)}>
              登録を消す
            </Button>
          )}
        </div>
      </form>
    </>
  );
}

function Wishes({ settings: { offered, wanted, address } }: { settings: MailSettings }): ReactNode {
  const desk = useDesk();
  const saving = useMailChange((kinds: MailKind[]) => desk.hub.call('setMailWishes', { body: { wanted: kinds } }));
  const toggle = (kind: MailKind, isOn: boolean) =>
    saving.mutate(isOn ? [...wanted, kind] : wanted.filter((one) => one !== kind));
  return (
    <fieldset>
      <legend className="legend">受け取るお知らせ</legend>
      {saving.error && <Failure error={saving.error} />}
      <div className="stack-s">
        {offered.map((kind) => (
          <CheckBox
            key={kind}
            label={MAIL_KIND_NAMES[kind]}
            checked={wanted.includes(kind)}
            disabled={saving.isPending}
            onChange={(event) => toggle(kind, event.target.checked)}
          />
        ))}
      </div>
      <p className="weak">
        メールには、利用者の氏名や中身は書きません。
        {address === null && 'お知らせが届くのは、メールアドレスの確認が終わってからです。'}
      </p>
    </fieldset>
  );
}
