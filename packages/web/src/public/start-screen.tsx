import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { PublicPage } from './public-page.js';

/** From nothing to the first transmission, in the order in which offices wait least. */
const STEPS: readonly { readonly title: string; readonly body: ReactNode }[] = [
  {
    title: 'パソコンを確かめる',
    body: (
      <>
        <p>Edge か Chrome の新しい版が動けば、専用の機械は要りません。Windows、Mac、タブレットで使えます。</p>
        <p>この画面が開いていれば、そのパソコンで使えます。</p>
      </>
    ),
  },
  {
    title: '介護ソフトを確かめる',
    body: (
      <>
        <p>
          ケアプランデータ連携標準仕様（第3版か第4.1版）のファイルを出力できるかを、
          <Link href="/software">対応ソフト</Link>
          かソフトのメーカーで確かめます。
        </p>
        <p>
          出力できたら、<Link href="/check">ファイル点検</Link>
          に入れてみてください。申し込みの前でも使え、ファイルはパソコンの外に出ません。介護ソフトがないサービス事業所は、画面で実績を入力できます。
        </p>
      </>
    ),
  },
  {
    title: 'ユーザIDの用意',
    body: (
      <p>
        誰が使うかを決めます。管理者を1人と、送受信をする職員です。IDは1人に1つで、使い回しません。申し込みが済むと、事業所のID（KJ
        で始まる14文字）と個人のID（C で始まるもの）が渡されます。
      </p>
    ),
  },
  {
    title: 'ダウンロード',
    body: (
      <p>
        ブラウザだけで使えるので、必要なものはありません。デスクトップから開きたいとき、コマンドで使いたいときは{' '}
        <Link href="/downloads">ダウンロード</Link> を見てください。
      </p>
    ),
  },
  {
    title: '証明書',
    body: (
      <p>
        事業所であることを示す電子の鍵です。事業所番号ごとに1つ、有効期間は3年です。ファイル（.p12）とパスワードを受け取ったら、ほかの人が触れないところに保管します。届くまで日数がかかるので、早めに申し込んでください。
      </p>
    ),
  },
  {
    title: '利用申請',
    body: (
      <p>
        事業所番号、サービス種類、担当者を書いて <Link href="/apply">利用申請</Link>{' '}
        をします。複数の事業所があるときは、事業所番号ごとに申し込みます。
      </p>
    ),
  },
  {
    title: '初めて使う',
    body: (
      <>
        <p>
          <Link href="/">ログイン</Link>{' '}
          で証明書のファイルを選び、個人のIDと初期パスワードを入れます。新しい端末では事業所のIDも聞かれます。最初に自分のパスワードに変えます。
        </p>
        <p>1か所の相手と1件だけ試し、相手の画面に届いたことを電話で確かめてから、ほかの相手に広げると安心です。</p>
      </>
    ),
  },
];

export default function StartScreen(): ReactNode {
  return (
    <PublicPage
      title="はじめるまでの7つの手順"
      lead="証明書とIDの用意に日数がかかります。手順1と2は今日できます。3から6は並行して進められます。"
    >
      <ol className="public-steps">
        {STEPS.map(({ title, body }, index) => (
          <li key={title}>
            <span className="public-step-number" aria-hidden="true">
              {index + 1}
            </span>
            <div className="public-step">
              <h2>
                <span className="visually-hidden">手順{index + 1} </span>
                {title}
              </h2>
              {body}
            </div>
          </li>
        ))}
      </ol>
      <p>
        途中で困ったら <Link href="/faq">よくある質問</Link> を検索するか、<Link href="/contact">お問い合わせ</Link>{' '}
        ください。
      </p>
    </PublicPage>
  );
}
