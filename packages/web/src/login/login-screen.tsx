import { HubProblem } from '@musubi/client';
import type { Identity } from '@musubi/evidence';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { useDesk, useDeskState } from '../app/desk-context.js';
import { Banner } from '../ui/banner.js';
import { Button, ButtonLink } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { TextField } from '../ui/field.js';
import { Page } from '../ui/page.js';
import { CertificateStep } from './certificate-step.js';
import { certificateTrouble } from './certificate-words.js';
import { DemoLogin } from './demo-login.js';

const LAST_USER = 'musubi-last-user';

/** Certificate first, then the person, and on a terminal's first use the office: the official client's order. */
export function LoginScreen(): ReactNode {
  const { identities, users, ended } = useDeskState();
  const isAgentOver = ended?.code === 'MSB-DELEGATION-ENDED';
  const [chosen, setChosen] = useState<string | null>(null);
  const [isChanging, setChanging] = useState(false);
  const identity = identities.find(({ certificate }) => certificate.fingerprint === chosen) ?? identities[0];
  const trouble = identity ? certificateTrouble(identity, new Date()) : null;
  return (
    <Page title="ログイン" narrow>
      {ended && (
        <Banner
          tone="care"
          title={isAgentOver ? ended.message : 'ログインの有効時間が過ぎたため、ログアウトしました。'}
          live
        >
          <p>
            {isAgentOver
              ? ended.action
              : 'もう一度ログインしてください。入力中の内容、下書き、送信待ちは残っています。'}
          </p>
        </Banner>
      )}
      <DemoLogin />
      <CertificateStep
        identity={identity}
        identities={identities}
        open={isChanging || !identity}
        onChoose={setChosen}
        onOpen={() => setChanging(true)}
        onDone={(fingerprint) => {
          setChosen(fingerprint);
          setChanging(false);
        }}
      />
      {identity && !isChanging && (trouble === null || !trouble.blocks) && (
        <PersonStep
          key={identity.certificate.fingerprint}
          identity={identity}
          known={users.get(identity.certificate.fingerprint) ?? null}
        />
      )}
      <section className="card stack-s">
        <h2>ログインせずに使えます</h2>
        <p>
          介護ソフトから出したファイルの点検・表示・版の変換は、ログインなしで使えます。ファイルはこの PC
          の外に出ません。
        </p>
        <div>
          <ButtonLink to="/check" icon="check">
            ファイル点検を開く
          </ButtonLink>
        </div>
      </section>
    </Page>
  );
}

/** Remembered between logins so that only the password is typed; it is no secret and no personal data. */
function rememberedUser(): string {
  return localStorage.getItem(LAST_USER) ?? '';
}

/** `known` is whose certificate it is, when it is an agent's. */
function PersonStep({ identity, known }: { identity: Identity; known: string | null }): ReactNode {
  const desk = useDesk();
  const [userId, setUserId] = useState(() => known ?? rememberedUser());
  const [password, setPassword] = useState('');
  const [officeUserId, setOfficeUserId] = useState('');
  const [oneTimeCode, setOneTimeCode] = useState('');
  const [terminalName, setTerminalName] = useState('事務所のPC');
  const [asks, setAsks] = useState<{ office: boolean; code: boolean }>({ office: false, code: false });
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    try {
      localStorage.setItem(LAST_USER, userId);
      await desk.login({
        identity,
        userId: userId.trim(),
        password,
        terminalName,
        ...(asks.office ? { officeUserId: officeUserId.trim() } : {}),
        ...(asks.code ? { oneTimeCode: oneTimeCode.trim() } : {}),
      });
    } catch (error) {
      const code = error instanceof HubProblem ? error.code : '';
      if (code === 'MSB-AUTH-OFFICE-ID-REQUIRED' && !asks.office) setAsks({ ...asks, office: true });
      else if (code === 'MSB-AUTH-ONE-TIME-CODE-REQUIRED' && !asks.code) setAsks({ ...asks, code: true });
      else setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="card stack" onSubmit={(event) => void submit(event)}>
      <h2>2. ユーザIDとパスワード</h2>
      {failure !== null && <Failure error={failure} />}
      <TextField
        label="ユーザID"
        hint="C で始まる、あなた個人のIDです"
        value={userId}
        onChange={(event) => setUserId(event.target.value)}
        autoComplete="username"
        autoCapitalize="characters"
        spellCheck={false}
        required
      />
      <TextField
        label="パスワード"
        type="password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        autoComplete="current-password"
        required
      />
      {asks.office && (
        <>
          <Banner tone="info" title="この端末は初めて使われます。事業所のユーザIDも入力してください。" live />
          <TextField
            label="事業所のユーザID"
            hint="KJ で始まる14文字です"
            value={officeUserId}
            onChange={(event) => setOfficeUserId(event.target.value)}
            autoComplete="off"
            spellCheck={false}
            required
            autoFocus
          />
          <TextField
            label="この端末の名前"
            hint="ほかの人が見て分かる名前（例: 事務所のPC、訪問用タブレット）"
            value={terminalName}
            onChange={(event) => setTerminalName(event.target.value)}
            maxLength={100}
            required
          />
        </>
      )}
      {asks.code && (
        <TextField
          label="確認コード"
          hint="認証アプリに表示されている6桁の数字です"
          value={oneTimeCode}
          onChange={(event) => setOneTimeCode(event.target.value)}
          inputMode="numeric"
          autoComplete="one-time-code"
          pattern="[0-9]{6}"
          required
          autoFocus
        />
      )}
      <div className="row">
        <Button look="main" type="submit" disabled={busy}>
          {busy ? 'ログインしています…' : 'ログイン'}
        </Button>
        <Link href="/recover">ユーザIDやパスワードを忘れたとき</Link>
      </div>
    </form>
  );
}
