import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useMemo, useState } from 'react';
import { encode } from 'uqr';
import { useDesk, useSession } from '../app/desk-context.js';
import { Badge } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { TextField } from '../ui/field.js';
import { useTell } from '../ui/toasts.js';

/** 確認コード (TOTP): a code of six digits from a phone, besides certificate and password. */
export function SecondFactor(): ReactNode {
  const desk = useDesk();
  const { account } = useSession();
  const enrolling = useMutation({ mutationFn: () => desk.hub.call('enrolOneTimeCode', {}) });
  return (
    <section className="card stack" aria-label="確認コード">
      <h2>確認コード（二段階認証）</h2>
      <div>
        {account.oneTimeCodeEnabled ? (
          <Badge tone="good" icon="good">
            使っています
          </Badge>
        ) : (
          <Badge tone="quiet">使っていません</Badge>
        )}
      </div>
      <p>ログインのとき、スマートフォンの認証アプリに表示される6桁の数字も入力します。</p>
      {enrolling.error && <Failure error={enrolling.error} />}
      {enrolling.data ? (
        <ConfirmCode {...enrolling.data} onDone={() => enrolling.reset()} />
      ) : (
        <div>
          <Button onClick={() => enrolling.mutate()} disabled={enrolling.isPending}>
            {account.oneTimeCodeEnabled ? '登録し直す' : '登録する'}
          </Button>
        </div>
      )}
      {account.oneTimeCodeEnabled && !enrolling.data && <RemoveCode />}
    </section>
  );
}

function CodeField({
  label,
  code,
  onChange,
}: {
  label: string;
  code: string;
  onChange: (code: string) => void;
}): ReactNode {
  return (
    <TextField
      label={label}
      value={code}
      inputMode="numeric"
      pattern="[0-9]{6}"
      autoComplete="one-time-code"
      required
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

function RemoveCode(): ReactNode {
  const desk = useDesk();
  const tell = useTell();
  const [code, setCode] = useState('');
  const removing = useMutation({
    mutationFn: async () => {
      await desk.hub.call('removeOneTimeCode', { body: { code } });
      await desk.refreshSession();
    },
    onSuccess: () => tell('good', '確認コードをやめました。'),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    removing.mutate();
  };
  return (
    <details>
      <summary>確認コードをやめる</summary>
      <form className="stack-s" onSubmit={submit}>
        {removing.error && <Failure error={removing.error} />}
        <CodeField label="いま表示されている6桁の数字" code={code} onChange={setCode} />
        <div>
          <Button type="submit" disabled={removing.isPending}>
            やめる
          </Button>
        </div>
      </form>
    </details>
  );
}

function ConfirmCode({ secret, uri, onDone }: { secret: string; uri: string; onDone: () => void }): ReactNode {
  const desk = useDesk();
  const tell = useTell();
  const [code, setCode] = useState('');
  const confirming = useMutation({
    mutationFn: async () => {
      await desk.hub.call('confirmOneTimeCode', { body: { code } });
      await desk.refreshSession();
    },
    onSuccess: () => {
      tell('good', '確認コードを登録しました。次のログインから使います。');
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    confirming.mutate();
  };
  return (
    <form className="stack" onSubmit={submit}>
      <p>1. 認証アプリ（Google Authenticator、Microsoft Authenticator など）で、この図を読み取ってください。</p>
      <QrCode text={uri} />
      <p className="weak">
        読み取れないときは、この文字を入力してください: <code>{secret}</code>
      </p>
      {confirming.error && <Failure error={confirming.error} />}
      <CodeField label="2. アプリに表示された6桁の数字" code={code} onChange={setCode} />
      <div>
        <Button look="main" type="submit" disabled={confirming.isPending}>
          登録を完了する
        </Button>
      </div>
    </form>
  );
}

/** Drawn as one path: no picture from elsewhere, nothing inline that the page's policy would refuse. */
function QrCode({ text }: { text: string }): ReactNode {
  const { size, path } = useMemo(() => {
    const { data, size: width } = encode(text);
    const cells = data.flatMap((line, y) => line.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')));
    return { size: width, path: cells.join('') };
  }, [text]);
  return (
    <svg
      className="qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label="認証アプリで読み取る図"
      shapeRendering="crispEdges"
    >
      <path d={path} fill="#000" />
    </svg>
  );
}
