import type { Preferences, Session } from '@musubi/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useDesk, useSession } from '../app/desk-context.js';
import { useDates, usePreferences } from '../app/preferences.js';
import { KEYS } from '../app/queries.js';
import { PasswordForm } from '../login/password-screen.js';
import { PartnerCertificates } from '../trust/partner-certificates.js';
import { Banner } from '../ui/banner.js';
import { ButtonLink } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { RadioGroup } from '../ui/field.js';
import { Page } from '../ui/page.js';
import { useTell } from '../ui/toasts.js';
import { rightWords } from '../words/offices.js';
import { ROLE_NAMES } from '../words/people.js';
import { Authorities } from './authorities.js';
import { CertificateSettings } from './certificate-settings.js';
import { CheckSettings } from './check-settings.js';
import { DirectorySettings } from './directory-settings.js';
import { FolderSettings } from './folder-settings.js';
import { MailSettingsCard } from './mail-settings.js';
import { OfficeCertificates } from './office-certificates.js';
import { PushSettings } from './push-settings.js';
import { SecondFactor } from './second-factor.js';
import './settings.css';
import { Terminals } from './terminals.js';

/** 設定: the person, how they log in, where they are logged in, how they are told, and how things look. */
export default function SettingsScreen(): ReactNode {
  const { account, office } = useSession();
  const tell = useTell();
  const preferences = usePreferences();
  return (
    <Page title="設定">
      <div className="settings">
        <section className="card stack" aria-label="あなたについて">
          <h2>あなたについて</h2>
          <dl className="facts">
            <dt>氏名</dt>
            <dd>{account.displayName}</dd>
            <dt>ユーザID</dt>
            <dd>{account.userId}</dd>
            <dt>権限</dt>
            <dd>{account.roles.map((role) => ROLE_NAMES[role]).join('、')}</dd>
            <dt>事業所</dt>
            <dd>
              {office.name}（{office.officeNumber}）
            </dd>
          </dl>
          {account.agent && <Agency agent={account.agent} />}
        </section>
        {account.roles.includes('administrator') && <Contract />}
        {account.roles.includes('administrator') && <Agents />}
        <Appearance key={JSON.stringify(preferences)} initial={preferences} />
        <MailSettingsCard />
        <PushSettings />
        <FolderSettings />
        <CheckSettings />
        <SecondFactor />
        <section className="card stack" aria-label="パスワード">
          <h2>パスワード</h2>
          <details>
            <summary>パスワードを変える</summary>
            <PasswordForm onDone={() => tell('good', 'パスワードを変えました。ほかの端末はログアウトしました。')} />
          </details>
        </section>
        {account.kind !== 'operator' && <ServiceCodeTables />}
        <DirectorySettings />
        <CertificateSettings />
        {account.kind !== 'operator' && <PartnerCertificates />}
        <Authorities />
        {account.roles.includes('administrator') && <OfficeCertificates />}
        <Terminals />
        {account.roles.includes('administrator') && (
          <section className="card stack" aria-label="監査記録">
            <h2>監査記録</h2>
            <p>この事業所で、だれがいつ何をしたかの記録です。運営者が記録を見たときの理由も載ります。</p>
            <div>
              <ButtonLink to="/audit" icon="seal">
                監査記録を見る
              </ButtonLink>
            </div>
          </section>
        )}
      </div>
    </Page>
  );
}

/** Leads administrators to what the office has agreed to and pays. */
function Contract(): ReactNode {
  const { office } = useSession();
  const dates = useDates();
  return (
    <section className="card stack" aria-label="契約と利用料">
      <h2>契約と利用料</h2>
      <p>
        {office.licensedUntil ? `${dates.date(office.licensedUntil)}まで利用できます。` : '有効な契約がありません。'}
      </p>
      <div>
        <ButtonLink to="/licence">契約と利用料を見る</ButtonLink>
      </div>
    </section>
  );
}

/** Leads administrators to who may act in the office's name. */
function Agents(): ReactNode {
  return (
    <section className="card stack" aria-label="代行">
      <h2>代行</h2>
      <p>請求の代行などを頼む相手に、専用のユーザIDと証明書で送受信してもらえます。</p>
      <div>
        <ButtonLink to="/agents">代行を見る・認める</ButtonLink>
      </div>
    </section>
  );
}

/** Leads to the tables of service codes that the office goes by. */
function ServiceCodeTables(): ReactNode {
  return (
    <section className="card stack" aria-label="サービスコード表">
      <h2>サービスコード表（事業所全体）</h2>
      <p>報酬改定のあとの表や、市町村の総合事業の単位数表マスタを取り込めます。</p>
      <div>
        <ButtonLink to="/service-codes">サービスコード表を見る・取り込む</ButtonLink>
      </div>
    </section>
  );
}

/** Tells an agent what it was entrusted with, and how to act for another office. */
function Agency({ agent }: { agent: NonNullable<Session['account']['agent']> }): ReactNode {
  const dates = useDates();
  return (
    <Banner tone="info" title={`この事業所の代行として使っています（${rightWords(agent)}）。`}>
      <p>{dates.date(agent.validUntil)}までの代行です。行ったことは、代行としてこの事業所に記録が残ります。</p>
      <p>
        ほかの事業所の代行もするときは、その事業所からもリンクを受け取り、この PC
        に証明書を入れます。入れると、画面の上の「事業所を切り替える」で移れます。
      </p>
    </Banner>
  );
}

function useSavePreferences() {
  const desk = useDesk();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Preferences) => desk.hub.call('setPreferences', { body }),
    onSuccess: (saved) => queries.setQueryData(KEYS.preferences, saved),
  });
}

function Appearance({ initial }: { initial: Preferences }): ReactNode {
  const saving = useSavePreferences();
  return (
    <section className="card stack" aria-label="表示">
      <h2>表示</h2>
      {saving.error && <Failure error={saving.error} />}
      <RadioGroup
        legend="年の表し方"
        value={initial.dateStyle}
        options={[
          ['era', '和暦（令和8年）'],
          ['western', '西暦（2026年）'],
        ]}
        onChange={(dateStyle) => saving.mutate({ ...initial, dateStyle })}
      />
      <RadioGroup
        legend="文字の大きさ"
        value={initial.textSize}
        options={[
          ['normal', '標準'],
          ['large', '大きい'],
          ['largest', 'とても大きい'],
        ]}
        onChange={(textSize) => saving.mutate({ ...initial, textSize })}
      />
    </section>
  );
}
