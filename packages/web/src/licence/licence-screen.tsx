import type { LicenceData, OwnLicence } from '@musubi/contract';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useDesk } from '../app/desk-context.js';
import { useKept } from '../app/kept.js';
import { useDates } from '../app/preferences.js';
import { Badge, Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { RadioGroup } from '../ui/field.js';
import { Page } from '../ui/page.js';
import { SaveCsv } from '../ui/save-csv.js';
import { yen } from '../words/money.js';
import { EnrolmentProof } from './enrolment-proof.js';
import { Leaving } from './leaving.js';
import { LICENCE, useChange } from './use-change.js';

const noon = (day: string) => `${day}T12:00:00+09:00`;

/** 契約と利用料: until when, what it costs, how it goes on, and how to leave. */
export default function LicenceScreen(): ReactNode {
  const desk = useDesk();
  const { data, error } = useQuery({ queryKey: LICENCE, queryFn: () => desk.hub.call('ownLicence', {}) });
  return (
    <Page title="契約と利用料" narrow>
      {error && <Failure error={error} />}
      {data && (
        <>
          <Current licence={data} />
          <Next licence={data} />
          <History licences={data.licences} />
          <EnrolmentProof />
          <Leaving licence={data} />
        </>
      )}
    </Page>
  );
}

function Current({ licence }: { licence: OwnLicence }): ReactNode {
  const dates = useDates();
  const { licensedUntil, cancelledOn, automaticRenewal } = licence;
  const isOver = licensedUntil === null || new Date(licensedUntil) < new Date();
  const after = automaticRenewal ? '期限の日に、次の1年へ自動で更新します。' : '自動では更新しません。';
  return (
    <Banner
      tone={isOver ? 'bad' : cancelledOn ? 'care' : 'good'}
      title={
        licensedUntil === null
          ? '有効な契約がありません。'
          : isOver
            ? `契約は${dates.date(licensedUntil)}に終わりました。`
            : `${dates.date(licensedUntil)}まで利用できます。`
      }
    >
      <p>
        {isOver
          ? '送信と新しい受信はできません。これまでに届いたデータの閲覧と取得、記録の保存はできます。'
          : cancelledOn
            ? 'この日で解約します。'
            : after}
      </p>
    </Banner>
  );
}

function Next({ licence }: { licence: OwnLicence }): ReactNode {
  const dates = useDates();
  const [chosen, setChosen] = useKept<string | null>('licence/offer', null);
  const renewing = useChange(
    (desk, campaignCode: string | null) => desk.hub.call('renewLicence', { body: { campaignCode } }),
    '次の期間を申し込みました。',
  );
  const switching = useChange(
    (desk, automaticRenewal: boolean) => desk.hub.call('changeLicence', { body: { automaticRenewal } }),
    '自動更新の設定を変えました。',
  );
  const { offers, automaticRenewal, cancelledOn } = licence;
  const [first] = offers;
  const code = chosen ?? first?.campaignCode ?? '';
  const failure = renewing.error ?? switching.error;
  if (cancelledOn) return null;
  return (
    <section className="card stack" aria-label="更新">
      <h2>更新</h2>
      {failure && <Failure error={failure} />}
      <p>{automaticRenewal ? '自動更新は「する」になっています。' : '自動更新は「しない」になっています。'}</p>
      <div>
        <Button onClick={() => switching.mutate(!automaticRenewal)} disabled={switching.isPending}>
          {automaticRenewal ? '自動更新を止める' : '自動更新にする（年間ライセンス）'}
        </Button>
      </div>
      {first ? (
        <>
          <RadioGroup
            legend={`次の期間（${dates.date(noon(first.startsOn))}から）を今申し込む`}
            value={code}
            options={offers.map(({ campaignCode, name, priceYen, endsOn }) => [
              campaignCode ?? '',
              `${name}　${yen(priceYen)}、${dates.date(noon(endsOn))}まで`,
            ])}
            onChange={setChosen}
          />
          <div>
            <Button
              look="main"
              onClick={() => renewing.mutate(code === '' ? null : code)}
              disabled={renewing.isPending}
            >
              申し込む
            </Button>
          </div>
        </>
      ) : (
        <p className="weak">次の期間は、手続きが済んでいます。</p>
      )}
    </section>
  );
}

const ORIGINS: Readonly<Record<LicenceData['origin'], string>> = {
  application: '利用申請',
  renewal: '更新の申込み',
  automatic: '自動更新',
};

function History({ licences }: { licences: readonly LicenceData[] }): ReactNode {
  const dates = useDates();
  const today = new Date();
  return (
    <section className="card stack" aria-label="これまでの契約">
      <h2>これまでの契約</h2>
      {licences.length === 0 && <p>運営者が直接登録した契約です。履歴はありません。</p>}
      <ul className="plain-list stack-s">
        {licences.map(({ id, name, priceYen, startsOn, endsOn, origin }) => (
          <li key={id}>
            {dates.date(noon(startsOn))}から{dates.date(noon(endsOn))}まで　<strong>{name}</strong>　{yen(priceYen)}　
            <span className="weak">{ORIGINS[origin]}</span>{' '}
            {new Date(noon(startsOn)) > today && <Badge tone="info">次の期間</Badge>}
          </li>
        ))}
      </ul>
      {licences.length > 0 && (
        <SaveCsv
          small
          name="これまでの契約"
          rows={() => [
            ['最初の日', '最後の日', '契約', '利用料（円）', 'きっかけ'],
            ...licences.map(({ name, priceYen, startsOn, endsOn, origin }) => [
              ...[dates.date(noon(startsOn)), dates.date(noon(endsOn)), name, priceYen, ORIGINS[origin]],
            ]),
          ]}
        />
      )}
    </section>
  );
}
