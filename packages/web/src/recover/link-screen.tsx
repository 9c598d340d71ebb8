import type { LinkData } from '@musubi/contract';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { useDesk } from '../app/desk-context.js';
import { isGoodPassword, NewPasswordFields, NO_PASSWORD } from '../login/new-password.js';
import { Banner } from '../ui/banner.js';
import { Button, ButtonLink } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { Page } from '../ui/page.js';
import { ROLE_NAMES } from '../words/people.js';
import { tokenOfAddress } from './token.js';

const TITLES: Readonly<Record<LinkData['purpose'], string>> = {
  invitation: 'ようこそ',
  password: 'パスワードの再設定',
  'mail-address': 'メールアドレスの確認',
};

/** Where links in mails lead: an invitation, a new password, or the check of an address. */
export default function LinkScreen(): ReactNode {
  const desk = useDesk();
  const [token, setToken] = useState(tokenOfAddress);
  // Another link opened in the same tab changes nothing but what stands behind the #.
  useEffect(() => {
    const changed = () => setToken(tokenOfAddress());
    window.addEventListener('hashchange', changed);
    return () => window.removeEventListener('hashchange', changed);
  }, []);
  const { data, error } = useQuery({
    queryKey: ['link', token],
    queryFn: () => desk.hub.call('openLink', { body: { token } }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (error || !data) {
    return (
      <Page title="メールのリンク" narrow>
        {error ? <Failure error={error} /> : <p role="status">確かめています…</p>}
      </Page>
    );
  }
  return (
    <Page key={token} title={TITLES[data.purpose]} narrow>
      <dl className="facts">
        <dt>氏名</dt>
        <dd>{data.displayName}</dd>
        <dt>事業所</dt>
        <dd>
          {data.officeName}（{data.officeNumber}）
        </dd>
        <dt>権限</dt>
        <dd>{ROLE_NAMES[data.role]}</dd>
        <dt>ユーザID</dt>
        <dd>{data.userId}</dd>
      </dl>
      {data.purpose === 'mail-address' ? (
        <ConfirmAddress token={token} />
      ) : (
        <ChoosePassword token={token} link={data} />
      )}
    </Page>
  );
}

/** A button, because mail programs and virus scanners open links by themselves. */
function ConfirmAddress({ token }: { token: string }): ReactNode {
  const desk = useDesk();
  const confirming = useMutation({ mutationFn: () => desk.hub.call('confirmMailAddress', { body: { token } }) });
  if (confirming.isSuccess) {
    return (
      <Banner tone="good" title="メールアドレスを確認しました。" live>
        <p>このアドレスで、お知らせの受け取りとパスワードの再設定ができます。この画面は閉じてかまいません。</p>
      </Banner>
    );
  }
  return (
    <div className="card stack">
      {confirming.error && <Failure error={confirming.error} />}
      <p>このメールアドレスがあなたのものなら、確認を終えてください。</p>
      <div>
        <Button look="main" disabled={confirming.isPending} onClick={() => confirming.mutate()}>
          確認を終える
        </Button>
      </div>
    </div>
  );
}

function ChoosePassword({ token, link }: { token: string; link: LinkData }): ReactNode {
  const desk = useDesk();
  const [value, setValue] = useState(NO_PASSWORD);
  const saving = useMutation({
    mutationFn: () => desk.hub.call('setPasswordByLink', { body: { token, password: value.wanted } }),
  });
  if (saving.isSuccess) return <Chosen link={link} />;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <form className="card stack" onSubmit={submit}>
      <h2>パスワードを決めてください</h2>
      {saving.error && <Failure error={saving.error} />}
      <input
        className="visually-hidden"
        tabIndex={-1}
        aria-hidden="true"
        autoComplete="username"
        readOnly
        value={link.userId}
      />
      <NewPasswordFields value={value} owner={link} onChange={setValue} />
      <div>
        <Button look="main" type="submit" disabled={saving.isPending || !isGoodPassword(value, link)}>
          このパスワードにする
        </Button>
      </div>
    </form>
  );
}

/** What comes next: people expect to be in now, but a certificate is needed as well. */
function Chosen({ link: { purpose, userId, officeUserId, hasSecondFactor } }: { link: LinkData }): ReactNode {
  return (
    <>
      <Banner tone="good" title="パスワードを決めました。" live>
        <p>すべての端末からログアウトしました。次は、事業所の PC でログインしてください。</p>
      </Banner>
      <section className="card stack-s">
        <h2>ログインに要るもの</h2>
        <ul>
          <li>
            ユーザID: <strong>{userId}</strong>
          </li>
          <li>いま決めたパスワード</li>
          {hasSecondFactor && (
            <li>確認コード（スマートフォンの認証アプリ。なくしたときは管理者に解除を頼んでください）</li>
          )}
          <li>
            事業所の証明書が入った PC。
            {purpose === 'invitation' &&
              'まだなら、管理者に「わたしの PC に証明書を入れてください」と頼んでください（証明書ファイル .p12 と、そのパスワードが要ります）。'}
          </li>
          <li>
            その PC で初めて使うときだけ、事業所のユーザID: <strong>{officeUserId}</strong>
          </li>
        </ul>
        <div>
          <ButtonLink to="/" look="main">
            ログインへ進む
          </ButtonLink>
        </div>
      </section>
    </>
  );
}
