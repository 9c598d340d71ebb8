import type { Software } from '@musubi/contract';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useDesk } from '../app/desk-context.js';
import { useDates } from '../app/preferences.js';
import { Badge } from '../ui/banner.js';
import { Failure } from '../ui/failure.js';
import { SaveCsv } from '../ui/save-csv.js';
import { PublicPage, Section } from './public-page.js';
import { SOFTWARE_STATES } from './words.js';

/** 対応ソフト: what was tested or declared, when, and how makers get listed. */
export default function SoftwareScreen(): ReactNode {
  const desk = useDesk();
  const { data, error } = useQuery({ queryKey: ['software'], queryFn: () => desk.hub.call('listSoftware', {}) });
  return (
    <PublicPage
      title="対応ソフト"
      lead="この連携基盤でやり取りできることを、運営者が確かめたか、メーカーが届け出たソフトです。"
    >
      {error && <Failure error={error} />}
      {data?.software.length === 0 && <p className="empty">まだ載っているソフトはありません。</p>}
      {data && data.software.length > 0 && <SoftwareTable software={data.software} />}
      <p>
        載っていないソフトでも、標準仕様（第3版・第4.1版）のファイルを出力できれば使えることがあります。
        <Link href="/check">ファイル点検</Link> に出力したファイルを入れて確かめてください。
      </p>
      <Section title="メーカーの方へ：載せるには">
        <ol>
          <li>
            <Link href="/downloads">musubi コマンド</Link> を入れ、架空の利用者で出力したファイルを点検します。
            <pre className="public-code" tabIndex={0} role="group" aria-label="コマンドの例">
              <code>musubi check 出力フォルダ/ --profile D2 --format junit</code>
            </pre>
            D1〜D3 は居宅、D4〜D7 は介護予防のパターンです。
          </li>
          <li>エラーが0件になったら、結果を手元に保存します。</li>
          <li>
            <Link href="/contact?category=software">お問い合わせ</Link>{' '}
            の「対応ソフトの届け出」で、メーカー名、製品名、版、標準仕様の版、確かめたパターンと日付を送ります。実在の利用者の情報は書かないでください。
          </li>
          <li>運営者が確かめ、この一覧に載せます。内容が変わったときも同じ方法でお知らせください。</li>
        </ol>
      </Section>
    </PublicPage>
  );
}

function SoftwareTable({ software }: { software: readonly Software[] }): ReactNode {
  const dates = useDates();
  return (
    <>
      <div className="table-frame" tabIndex={0} role="group" aria-label="対応ソフトの一覧">
        <table className="table table-cards">
          <thead>
            <tr>
              <th scope="col">製品</th>
              <th scope="col">標準仕様</th>
              <th scope="col">状態</th>
              <th scope="col">確かめた内容</th>
            </tr>
          </thead>
          <tbody>
            {software.map((one) => (
              <tr key={one.id}>
                <td data-label="製品">
                  <strong>{one.product}</strong> <span>{one.version}</span>
                  <div className="weak">{one.maker}</div>
                </td>
                <td data-label="標準仕様">{one.editions.map((edition) => `第${edition}版`).join('、')}</td>
                <td data-label="状態">
                  <Badge tone={SOFTWARE_STATES[one.status].tone}>{SOFTWARE_STATES[one.status].text}</Badge>
                  <div className="weak">{dates.date(`${one.testedOn}T00:00:00`)}</div>
                </td>
                <td data-label="確かめた内容">
                  <span>{one.tested}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <SaveCsv
        name="対応ソフト"
        rows={() => [
          ['メーカー', '製品', '製品の版', '標準仕様', '状態', '確かめた日', '確かめた内容'],
          ...software.map((one) => [
            ...[one.maker, one.product, one.version, one.editions.map((edition) => `第${edition}版`).join('、')],
            ...[SOFTWARE_STATES[one.status].text, one.testedOn, one.tested],
          ]),
        ]}
      />
    </>
  );
}
