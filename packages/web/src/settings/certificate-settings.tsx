import type { Certificate } from '@musubi/evidence';
import { type ReactNode, useState } from 'react';
import { AgentRenewal } from '../agents/agent-renewal.js';
import { useDesk, useDeskState, useSession } from '../app/desk-context.js';
import { useDates } from '../app/preferences.js';
import { finishRenewal } from '../app/renewal.js';
import { ImportForm } from '../login/certificate-step.js';
import { certificateName, certificateTrouble } from '../login/certificate-words.js';
import { CertificateCard } from '../trust/certificate-card.js';
import { CertificateWords } from '../trust/certificate-words.js';
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
  const [printing, setPrinting] = useState<Certificate | null>(null);
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
              {use === own && (
                <div className="row">
                  <span>
                    ことば: <CertificateWords fingerprint={fingerprint} />
                  </span>
                  {!agent && (
                    <Button look="text" small onClick={() => setPrinting(identity.certificate)}>
                      証明書カードを印刷<span className="visually-hidden">（番号 {fingerprint.slice(0, 8)}）</span>
                    </Button>
                  )}
                </div>
              )}
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
        「ことば」は証明書の指紋です。取引先から電話で聞かれたら読み上げてください。鍵をすべてなくして新しい証明書を取ったときは、裏書きする証明書がないため、取引先の画面に「新しい証明書」と一度だけ出ます。電話などで「ことば」を伝えてください。
      </p>
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
      {printing && (
        <CertificateCard
          fingerprint={printing.fingerprint}
          notAfter={printing.notAfter.toISOString()}
          onClose={() => setPrinting(null)}
        />
      )}
    </section>
  );
}
