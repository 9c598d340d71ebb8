import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { useDesk } from '../app/desk-context.js';
import { Banner } from '../ui/banner.js';
import { Button, ButtonLink } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { TextField } from '../ui/field.js';
import { Page } from '../ui/page.js';

/** ログインできないとき: a new password or the user id by the registered mail address. */
export default function RecoverScreen(): ReactNode {
  return (
    <Page title="ログインできないとき" narrow>
      <p>
        登録したメールアドレスに、手続きのメールを送ります。メールアドレスを登録していない人は、事業所の管理者に頼んでください。
      </p>
      <ForgottenPassword />
      <ForgottenId />
      <section className="card stack-s">
        <h2>スマートフォン（確認コード）をなくした</h2>
        <p>
          事業所の管理者に「確認コードの解除」を頼んでください。管理者がほかにいないときは、連携基盤の運営者に
          <Link href="/contact">問い合わせて</Link>ください。
        </p>
      </section>
      <div>
        <ButtonLink to="/">ログインへ戻る</ButtonLink>
      </div>
    </Page>
  );
}

/** The same for everybody: whether something is registered is told by mail alone. */
function Asked(): ReactNode {
  return (
    <Banner tone="info" title="受け付けました。メールを確かめてください。" live>
      <p>
        入力したものが登録と合っていれば、数分のうちにメールが届きます。届かないときは、迷惑メールの中を見て、それでもなければ管理者に頼んでください。
      </p>
    </Banner>
  );
}

function ForgottenPassword(): ReactNode {
  const desk = useDesk();
  const [userId, setUserId] = useState('');
  const [mailAddress, setMailAddress] = useState('');
  const asking = useMutation({
    mutationFn: () =>
      desk.hub.call('recoverPassword', { body: { userId: userId.trim(), mailAddress: mailAddress.trim() } }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    asking.mutate();
  };
  return (
    <form className="card stack" aria-label="パスワードを忘れた" onSubmit={submit}>
      <h2>パスワードを忘れた</h2>
      {asking.error && <Failure error={asking.error} />}
      {asking.isSuccess && <Asked />}
      <TextField
        label="ユーザID"
        hint="C で始まる、あなた個人のIDです"
        value={userId}
        autoComplete="username"
        autoCapitalize="characters"
        spellCheck={false}
        onChange={(event) => setUserId(event.target.value)}
        required
      />
      <TextField
        label="登録したメールアドレス"
        type="email"
        autoComplete="email"
        value={mailAddress}
        onChange={(event) => setMailAddress(event.target.value)}
        required
      />
      <div>
        <Button look="main" type="submit" disabled={asking.isPending}>
          再設定のメールを送る
        </Button>
      </div>
    </form>
  );
}

function ForgottenId(): ReactNode {
  const desk = useDesk();
  const [mailAddress, setMailAddress] = useState('');
  const asking = useMutation({
    mutationFn: () => desk.hub.call('recoverUserId', { body: { mailAddress: mailAddress.trim() } }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    asking.mutate();
  };
  return (
    <form className="card stack" aria-label="ユーザIDを忘れた" onSubmit={submit}>
      <h2>ユーザIDを忘れた</h2>
      {asking.error && <Failure error={asking.error} />}
      {asking.isSuccess && <Asked />}
      <TextField
        label="登録したメールアドレス"
        type="email"
        autoComplete="email"
        value={mailAddress}
        onChange={(event) => setMailAddress(event.target.value)}
        required
      />
      <div>
        <Button type="submit" disabled={asking.isPending}>
          ユーザIDをメールで受け取る
        </Button>
      </div>
    </form>
  );
}
