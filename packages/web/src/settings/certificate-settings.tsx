import { type ReactNode, useState } from 'react';
import { AgentRenewal } from '../agents/agent-renewal.js';
import { useDesk, useDeskState, useSession } from '../app/desk-context.js';
import { useDates } from '../app/preferences.js';
import { finishRenewal } from '../app/renewal.js';
import { ImportForm } from '../login/certificate-step.js';
import { certificateName, certificateTrouble } from '../login/certificate-words.js';
import { Badge, Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { useTell } from '../ui/toasts.js';
import { errorText } from '../words/errors.js';
import { certificateUse } from '../words/offices.js';

/** The certificates in this browser; a renewed one is added, the earlier ones still open old data. */
export function CertificateSettings(): ReactNode {
  const desk = useDesk();
  const session = useSession();
  const { agent } = session.account;
  const { identities, uses } = useDeskState();
  const own = certificateUse(session);
  const dates = useDates();
  const tell = useTell();
  const [isAdding, setAdding] = useState(false);
  const now = new Date();
  return (
    <section className="card stack" aria-label="証明書">
      <h2>証明書</h2>
      <ul className="plain-list stack-s">
        {identities.map((identity, at) => {
          const { fingerprint, notAfter } = identity.certificate;
          const trouble = certificateTrouble(identity, now);
          const use = uses.get(fingerprint) ?? own;
          return (
            <li key={fingerprint}>
              {use === own ? certificateName(identity) : use}（番号 {fingerprint.slice(0, 8)}）
              {dates.date(notAfter.toISOString())}まで{' '}
              <Badge tone={at === 0 ? 'info' : 'quiet'}>
                {at === 0 ? 'いま使うもの' : use === own ? '以前のもの' : 'ほかの事業所のもの'}
              </Badge>
              {at === 0 && trouble && !agent && (
                <Banner tone={trouble.blocks ? 'bad' : 'care'} title={trouble.title}>
                  <p>{trouble.action}</p>
                </Banner>
              )}
            </li>
          );
        })}
      </ul>
      {agent && <AgentRenewal agent={agent} />}
      <p className="weak">
        更新した証明書を入れると、次のログインから使います。連携基盤に保管中のデータは、新しい証明書でも読めるように自動で直します。
      </p>
      {isAdding ? (
        <ImportForm
          onDone={() => {
            setAdding(false);
            tell('good', '証明書を入れました。次のログインから使います。');
            finishRenewal(desk, tell).catch((error: unknown) => tell('care', errorText(error)));
          }}
        />
      ) : (
        <div>
          <Button onClick={() => setAdding(true)}>更新した証明書を入れる</Button>
        </div>
      )}
    </section>
  );
}
