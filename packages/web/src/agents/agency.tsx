import type { Session } from '@musubi/contract';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useDeskState } from '../app/desk-context.js';
import { useDates } from '../app/preferences.js';
import { Banner } from '../ui/banner.js';

export type Agent = NonNullable<Session['account']['agent']>;

const DAY_MS = 24 * 60 * 60 * 1000;
const SOON_DAYS = 30;

/** Whether the delegation was prolonged beyond the certificate: the hub then issues another. Certificates know whole seconds. */
export function needsCertificate({ validUntil }: Agent, notAfter: Date): boolean {
  return new Date(validUntil).getTime() - notAfter.getTime() >= 1000;
}

/** What an agent has to do soon, on the top page: a new certificate after a prolongation, or ask for one. */
export function AgencyNotice({ agent }: { agent: Agent }): ReactNode {
  const dates = useDates();
  const {
    identities: [identity],
  } = useDeskState();
  const left = Math.floor((new Date(agent.validUntil).getTime() - Date.now()) / DAY_MS);
  if (identity && needsCertificate(agent, identity.certificate.notAfter))
    return (
      <Banner tone="care" title="代行の期間が延びました。証明書を新しくしてください。">
        <p>
          いまの証明書は{dates.date(identity.certificate.notAfter.toISOString())}
          までです。それを過ぎるとログインできません。
          <Link href="/settings">設定の「証明書」で新しくする</Link>
        </p>
      </Banner>
    );
  if (left > SOON_DAYS) return null;
  return (
    <Banner tone="care" title={`代行の期間が終わるまで、あと${Math.max(left, 0)}日です。`}>
      <p>
        {dates.date(agent.validUntil)}
        で、ログインも送受信もできなくなります。続けるときは、事業所の管理者に期間を延ばしてもらってください。
      </p>
    </Banner>
  );
}
