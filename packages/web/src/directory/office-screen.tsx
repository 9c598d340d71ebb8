import type { DirectoryDetail } from '@musubi/contract';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useDesk, useDeskState } from '../app/desk-context.js';
import { useDates } from '../app/preferences.js';
import { Badge, Banner } from '../ui/banner.js';
import { ButtonLink } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { Page } from '../ui/page.js';
import { editionNames, PACE_WORDS, receivable, serviceNames } from '../words/directory.js';
import './directory.css';
import { placeName, usePlaces } from './places.js';

/** One office: whether it takes part, what it can receive, since when, how soon, and how to reach it otherwise. */
export default function OfficeScreen({ officeNumber }: { officeNumber: string }): ReactNode {
  const desk = useDesk();
  const { data: office, error } = useQuery({
    queryKey: ['directory-office', officeNumber],
    queryFn: () => desk.hub.call('getDirectoryOffice', { params: { officeNumber } }),
  });
  return (
    <Page title={office?.name ?? '事業所'} narrow actions={<BackLink />}>
      {error && <Failure error={error} />}
      {office ? <Office office={office} /> : !error && <p role="status">調べています…</p>}
    </Page>
  );
}

const BackLink = () => (
  <ButtonLink to="/offices" small>
    事業所検索に戻る
  </ButtonLink>
);

function Office({ office }: { office: DirectoryDetail }): ReactNode {
  const { data: places } = usePlaces();
  const { officeNumber, kana, corporation, serviceTypes, prefecture, municipality, note } = office;
  return (
    <>
      <Participation office={office} />
      <section className="card stack" aria-label="事業所について">
        <h2>事業所について</h2>
        <dl className="facts">
          <dt>事業所番号</dt>
          <dd>{officeNumber}</dd>
          {kana && (
            <>
              <dt>カナ</dt>
              <dd>{kana}</dd>
            </>
          )}
          {corporation && (
            <>
              <dt>法人</dt>
              <dd>{corporation}</dd>
            </>
          )}
          <dt>サービスの種類</dt>
          <dd>{serviceNames(serviceTypes)}</dd>
          <dt>地域</dt>
          <dd>{placeName(places, prefecture, municipality)}</dd>
          {note && (
            <>
              <dt>ひとこと</dt>
              <dd>{note}</dd>
            </>
          )}
        </dl>
      </section>
      <Contact office={office} />
    </>
  );
}

function Participation({ office }: { office: DirectoryDetail }): ReactNode {
  const dates = useDates();
  const { session } = useDeskState();
  const { participating, editions, since, pace, officeNumber } = office;
  if (!participating) {
    return (
      <Banner tone="care" title="この事業所は、いま参加していません">
        <p>この連携基盤では送れません。これまでどおり FAX や郵送などで渡してください。</p>
      </Banner>
    );
  }
  const isOther = session !== null && session.office.officeNumber !== officeNumber;
  const maySend = session?.account.roles.some((role) => role === 'administrator' || role === 'staff');
  return (
    <section className="card stack" aria-label="参加の状況">
      <div className="row spread">
        <h2>
          <Badge tone="good" icon="good">
            参加中
          </Badge>
        </h2>
        {isOther && maySend && (
          <ButtonLink to={`/new?to=${officeNumber}`} look="main" icon="send">
            この事業所に送る
          </ButtonLink>
        )}
      </div>
      <dl className="facts">
        <dt>受け取れるもの</dt>
        <dd>
          <ul className="plain-list">
            {receivable(office).map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </dd>
        <dt>標準仕様の版</dt>
        <dd>{editionNames(editions)}</dd>
        {since && (
          <>
            <dt>参加した日</dt>
            <dd>{dates.date(since)}</dd>
          </>
        )}
        <dt>受け取りの早さ</dt>
        <dd>{pace ? PACE_WORDS[pace] : 'まだ分かりません（最近のやり取りが少ないため）'}</dd>
      </dl>
    </section>
  );
}

function Contact({ office: { contact, contactHidden } }: { office: DirectoryDetail }): ReactNode {
  if (contactHidden) return <p className="weak">連絡先は、この事業所の希望により表示していません。</p>;
  if (!contact) return null;
  const rows = [
    ['所在地', contact.address],
    ['電話', contact.phone],
    ['FAX', contact.fax],
  ].filter(([, value]) => value !== '');
  return (
    <section className="card stack" aria-label="連絡先">
      <h2>連絡先</h2>
      <dl className="facts">
        {rows.map(([title, value]) => (
          <div key={title} className="facts-row">
            <dt>{title}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        {contact.url && (
          <div className="facts-row">
            <dt>ホームページ</dt>
            <dd>
              <a href={contact.url} rel="noreferrer noopener" target="_blank">
                {contact.url}（別の画面で開きます）
              </a>
            </dd>
          </div>
        )}
      </dl>
      <p className="weak">出典: 厚生労働省 介護サービス情報公表システム（CC BY 4.0）</p>
    </section>
  );
}
