import type { Handover } from '@musubi/contract';
import { type ReactNode, useState } from 'react';
import { useDates } from '../app/preferences.js';
import { Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import './join.css';
import { SecretValue } from './secret-value.js';

/** 引き渡し: ids and first password, once. They live on this page only; a second look says when they were handed over. */
export function TakeOver({
  officeUserId,
  handedOverAt,
  lost,
  hasCode,
  onTake,
  onDone,
}: {
  officeUserId: string | null;
  handedOverAt: string | null;
  /** What to do when nobody wrote the password down. */
  lost: string;
  /** Whether the 受取コード was typed. */
  hasCode: boolean;
  onTake: () => Promise<Handover>;
  onDone: () => Promise<void>;
}): ReactNode {
  const dates = useDates();
  const [handover, setHandover] = useState<Handover | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const take = async () => {
    setBusy(true);
    setFailure(null);
    try {
      const taken = await onTake();
      setHandover(taken);
      localStorage.setItem('musubi-last-user', taken.userId); // the login screen fills it in
      await onDone();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="card stack" aria-label="ユーザIDと初期パスワード">
      <h2>1. ユーザIDと初期パスワード</h2>
      {failure !== null && <Failure error={failure} />}
      {handover ? (
        <>
          <Banner tone="care" title="一度だけ表示しています。いま控えてください。" live>
            <p>
              この画面を閉じると、初期パスワードは二度と表示できません。
              {dates.date(handover.passwordExpiresAt)}までにログインして変えてください。
            </p>
          </Banner>
          <dl className="facts">
            <SecretValue label="事業所のユーザID" value={handover.officeUserId} />
            <SecretValue label="あなたのユーザID" value={handover.userId} />
            <SecretValue label="初期パスワード" value={handover.initialPassword} />
          </dl>
          <div>
            <Button small onClick={() => window.print()}>
              この画面を印刷する
            </Button>
          </div>
        </>
      ) : handedOverAt ? (
        <>
          <p>
            {dates.moment(handedOverAt)} にお渡ししました。事業所のユーザIDは <strong>{officeUserId}</strong> です。
          </p>
          <p>{lost}</p>
        </>
      ) : (
        <>
          <p>ボタンを押すと、一度だけ表示します。控える用意をしてから押してください。</p>
          {!hasCode && <p className="weak">上の受取コードを入力すると進めます。</p>}
          <div>
            <Button look="main" onClick={() => void take()} disabled={busy || !hasCode}>
              {busy ? '受け取っています…' : 'ユーザIDと初期パスワードを受け取る'}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}
