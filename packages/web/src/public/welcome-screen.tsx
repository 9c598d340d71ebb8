import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { ButtonLink } from '../ui/button.js';
import { ExchangePicture } from './exchange-picture.js';
import { PublicPage, Section } from './public-page.js';

const BENEFITS: readonly { readonly who: string; readonly points: readonly string[] }[] = [
  {
    who: '居宅介護支援事業所',
    points: [
      '予定を、相手ごとに分けてまとめて送れます。',
      '実績がまだの相手が一覧になり、予定との違いだけを確かめられます。',
      'いつ送り、いつ相手が受け取ったかの記録が残ります。',
    ],
  },
  {
    who: 'サービス事業所',
    points: [
      '届いた予定を介護ソフトに取り込めます。打ち直しは要りません。',
      '介護ソフトがなくても、画面で実績を入力して返せます。',
      '事業所のどの端末からでも、93日のあいだ何度でも取得できます。',
    ],
  },
  {
    who: '市町村・地域の団体',
    points: [
      '地域で連携基盤を動かせます。ソフトは無料で、中身も公開されています。',
      '運営者は中身を読めない作りなので、預かる責任が小さくなります。',
      '標準仕様のファイルだけを扱い、囲い込みをしません。',
    ],
  },
  {
    who: '介護ソフトのメーカー',
    points: [
      '出力したファイルを、項目の単位まで点検できます。',
      '送受信は公開された API とコマンドで組み込めます。',
      '確かめた結果を「対応ソフト」に載せられます。',
    ],
  },
];

/** What it is and what it brings, for people who come for the first time. */
export default function WelcomeScreen(): ReactNode {
  return (
    <PublicPage
      title="はじめての方へ"
      lead="Musubi（結）は、ケアマネジャーとサービス事業所が毎月やり取りする予定と実績を、FAX や打ち直しなしで届ける仕組みです。"
    >
      <div className="row">
        <ButtonLink to="/start" look="main">
          はじめるまでの7つの手順
        </ButtonLink>
        <ButtonLink to="/simulation">効果を試算する</ButtonLink>
        <ButtonLink to="/check">ファイルを点検してみる</ButtonLink>
      </div>
      <ExchangePicture />
      <Section title="それぞれの事業所で変わること">
        <ul className="plain-list public-cards">
          {BENEFITS.map(({ who, points }) => (
            <li key={who} className="card">
              <h3>{who}</h3>
              <ul>
                {points.map((point) => (
                  <li key={point}>{point}</li>
                ))}
              </ul>
            </li>
          ))}
        </ul>
      </Section>
      <Section title="毎月の流れ">
        <ol>
          <li>介護ソフトから、標準仕様のファイルを出力します。</li>
          <li>画面にファイルを入れると、点検されて送信先ごとに並びます。誤りは、場所と直し方が出ます。</li>
          <li>「送信」を押すと、署名と暗号化をして送ります。</li>
          <li>相手が取得し、開き、取り込んだことが、それぞれ分かります。</li>
          <li>月末に実績が返ってきます。予定と違うところだけを確かめます。</li>
        </ol>
      </Section>
      <Section title="安全について">
        <p>
          データは送る端末で暗号化され、開けるのは相手と自分の事業所だけです。連携基盤が預かるのは、暗号化されたデータと、誰から誰へ・いつ・何の種類かの記録です。中身は93日、記録は5年で消えます（運営者が変えることがあります）。
        </p>
      </Section>
      <Section title="できないこと">
        <ul>
          <li>参加していない事業所には送れません。その相手には、これまでどおり紙や FAX で渡してください。</li>
          <li>国の「ケアプランデータ連携システム」の受信一覧には届きません。ファイルの形は同じです。</li>
          <li>請求（国保連への伝送）はできません。</li>
        </ul>
        <p>
          ほかに知りたいことは <Link href="/faq">よくある質問</Link> か <Link href="/contact">お問い合わせ</Link> へ。
        </p>
      </Section>
    </PublicPage>
  );
}
