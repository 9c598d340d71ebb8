import { type EvidenceVerdict, fingerprintText, type SignedReportVerdict } from '@musubi/client';
import type { ReactNode } from 'react';
import { useSession } from '../app/desk-context.js';
import { useDates } from '../app/preferences.js';
import { usePartners } from '../app/queries.js';
import { FailedSteps, ReceiptList, Verdict } from '../boxes/verdict.js';
import { Banner } from '../ui/banner.js';
import { KIND_NAMES } from '../words/kinds.js';

/** What a signed PDF proves: its signature, and each transmission whose evidence is attached. Nothing is asked of the hub. */
export function SignedReportView({ verdict }: { verdict: SignedReportVerdict }): ReactNode {
  const bad = [...verdict.transmissions.values()].filter(({ ok }) => !ok).length;
  return (
    <>
      <Banner tone={verdict.ok ? 'good' : 'bad'} title={titleOf(verdict, bad)} live>
        <FailedSteps steps={verdict.steps} />
      </Banner>
      {verdict.signer && <Signer verdict={verdict} signer={verdict.signer} />}
      <ul className="plain-list stack-s">
        {[...verdict.transmissions].map(([id, one]) => (
          <li key={id}>
            <Attached id={id} verdict={one} />
          </li>
        ))}
      </ul>
    </>
  );
}

function titleOf({ signer, transmissions }: SignedReportVerdict, bad: number): string {
  if (!signer) return 'このPDFの電子署名は確かめられません。中身を信じないでください。';
  const { size } = transmissions;
  if (bad > 0) return `PDFは署名されたときのままですが、添付された証跡${size}件のうち${bad}件が正しくありません。`;
  const attached = size > 0 ? `添付された証跡${size}件も、すべて正しいことを確かめました。` : '';
  return `PDFは署名されたときのままです。${attached}`;
}

function Signer({
  verdict,
  signer,
}: {
  verdict: SignedReportVerdict;
  signer: NonNullable<SignedReportVerdict['signer']>;
}): ReactNode {
  const dates = useDates();
  const at = signer.signingTime.toISOString();
  return (
    <dl className="facts">
      <dt>署名した者</dt>
      <dd>
        {signer.name}（署名した者が書いた名前。{verdict.signedBy === 'hub' ? '連携基盤' : '事業所'}の証明書で署名）
      </dd>
      <dt>署名の目的</dt>
      <dd>{signer.reason}</dd>
      <dt>署名の日時</dt>
      <dd>{dates.moment(at)}（署名した端末の時計）</dd>
      {verdict.officeNumber && (
        <>
          <dt>事業所番号</dt>
          <dd>{verdict.officeNumber}（添付された送信と同じ証明書）</dd>
        </>
      )}
      <dt>証明書の指紋</dt>
      <dd>
        <code>{fingerprintText(signer.certificate.fingerprint)}</code>
      </dd>
    </dl>
  );
}

/** One transmission of the attached evidence: what went from whom to whom, and what happened to it. */
function Attached({ id, verdict }: { id: string; verdict: EvidenceVerdict }): ReactNode {
  const dates = useDates();
  const { data: partners } = usePartners();
  const { office } = useSession();
  const nameOf = (officeNumber: string) => {
    if (office.officeNumber === officeNumber) return office.name;
    return partners?.value.partners.find((one) => one.officeNumber === officeNumber)?.name ?? officeNumber;
  };
  const { manifest, receipts } = verdict;
  const kind = Object.entries(KIND_NAMES).find(([name]) => name === manifest?.kind)?.[1] ?? '送受信';
  return (
    <details>
      <summary>
        {verdict.ok ? '' : '【確かめられません】'}
        {kind}
        {manifest?.serviceMonth ? ` ${dates.month(manifest.serviceMonth)}` : ''}
        {manifest && `　${nameOf(manifest.sender.officeNumber)} → ${nameOf(manifest.recipient.officeNumber)}`}
      </summary>
      <div className="stack-s">
        <Verdict verdict={verdict} />
        <ReceiptList
          receipts={receipts.map(({ evidenceIdentifier, erdsEventId, eventTime }) => ({
            id: evidenceIdentifier,
            event: erdsEventId,
            at: eventTime,
          }))}
        />
        <p className="weak">送信番号 {id}</p>
      </div>
    </details>
  );
}
