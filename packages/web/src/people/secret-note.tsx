import type { ReactNode } from 'react';
import { useDates } from '../app/preferences.js';
import { Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import './people.css';

/** Something that is shown this once. */
export interface ShownSecret {
  readonly kind: 'password' | 'machine';
  readonly displayName: string;
  readonly userId: string;
  readonly secret: string;
  /** Until when it opens anything; null: it does not end by itself. */
  readonly expiresAt: string | null;
}

/** The paper for a new person, or what goes into the settings of a 介護ソフト. */
export function SecretNote({
  secret: { kind, displayName, userId, secret, expiresAt },
  officeNumber,
  onClose,
}: {
  secret: ShownSecret;
  officeNumber: string;
  onClose: () => void;
}): ReactNode {
  const dates = useDates();
  const isMachine = kind === 'machine';
  return (
    <Dialog title={isMachine ? `${displayName} の接続情報` : `${displayName}さんに渡すもの`} onClose={onClose}>
      <Banner tone="care" title="この画面を閉じると、二度と表示できません。" />
      <dl className="facts">
        <dt>{isMachine ? '機械のID' : 'ユーザID'}</dt>
        <dd className="secret">{userId}</dd>
        <dt>{isMachine ? '秘密の文字列' : '初期パスワード'}</dt>
        <dd className="secret">{secret}</dd>
        {!isMachine && (
          <>
            <dt>事業所のユーザID</dt>
            <dd className="secret">{`KJ${officeNumber.slice(0, 2)}${officeNumber}`}</dd>
          </>
        )}
      </dl>
      <p>
        {isMachine
          ? '介護ソフトの設定画面に入れてください。ほかの人には見せないでください。'
          : `紙に書くか印刷して、本人に直接渡してください。${expiresAt ? `${dates.moment(expiresAt)} まで使えます。それまでに` : ''}ログインして、自分のパスワードに変えてもらってください。メールや FAX では送らないでください。`}
      </p>
      <div className="row row-end">
        <Button onClick={() => window.print()}>印刷する</Button>
        <Button look="main" onClick={onClose}>
          書き写しました
        </Button>
      </div>
    </Dialog>
  );
}
