import { type AuthorityUse, fingerprintText } from '@musubi/client';
import type { Certificate } from '@musubi/evidence';
import type { ReactNode } from 'react';
import { useDates } from '../app/preferences.js';

export const AUTHORITY_USES: Readonly<Record<AuthorityUse, string>> = {
  offices: '事業所の証明書を発行する認証局',
  receipts: '証跡に署名する連携基盤の認証局',
};

/** What of an authority is compared with what its operator publishes. */
export function AuthorityFacts({ certificate }: { certificate: Certificate }): ReactNode {
  const dates = useDates();
  const { subject, notBefore, notAfter, fingerprint } = certificate;
  return (
    <dl className="facts">
      <dt>名前</dt>
      <dd>{subject}</dd>
      <dt>有効期間</dt>
      <dd>
        <span className="nowrap">{dates.date(notBefore.toISOString())}〜</span>
        <wbr />
        <span className="nowrap">{dates.date(notAfter.toISOString())}</span>
      </dd>
      <dt>指紋（SHA-256）</dt>
      <dd>
        <code>{fingerprintText(fingerprint)}</code>
      </dd>
    </dl>
  );
}
