import {
  attachedProof,
  type EvidenceVerdict,
  fingerprintText,
  type Proof,
  type SignedReportVerdict,
} from '@musubi/client';
import type { ReactNode } from 'react';
import { useSession } from '../app/desk-context.js';
import { useDates } from '../app/preferences.js';
import { usePartners } from '../app/queries.js';
import { OpenSteps, ReceiptList, Verdict } from '../boxes/verdict.js';
import { Banner, type Tone } from '../ui/banner.js';
import { KIND_NAMES } from '../words/kinds.js';

const TONES: Readonly<Record<Proof, Tone>> = { proven: 'good', absent: 'care', unknown: 'care', changed: 'bad' };

/** What a signed PDF proves: its signature, and each transmission whose evidence is attached. Nothing is asked of the hub. */
export function SignedReportView({ verdict }: { verdict: SignedReportVerdict }): ReactNode {
  return (
    <>
      <Banner tone={TONES[verdict.proof]} title={titleOf(verdict)} live>
        <OpenSteps steps={verdict.steps} />
        {verdict.proof === 'unknown' && (
          <p>指紋が、認証局や連携基盤の運営者が公表しているものと同じかを確かめてください。</p>
        )}
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

function titleOf({ proof, signer, transmissions }: SignedReportVerdict): string {
  if (!signer) return 'このPDFの電子署名は確かめられません。中身を信じないでください。';
  const { size } = transmissions;
  const bad = [...transmissions.values()].filter((one) => attachedProof(one) === 'changed').length;
  if (bad > 0) return `PDFは署名されたときのままですが、添付された証跡${size}件のうち${bad}件が正しくありません。`;
  if (proof === 'unknown') return 'この端末で受け入れていない認証局の証明書なので、だれが署名したPDFかは分かりません。';
  if (proof === 'absent') return 'PDFは署名されたときのままですが、添付された証跡に、ここにないものがあります。';
  const attached =
    size > 0
      ? `添付された証跡${size}件も、すべて正しいことを確かめました。（送ったファイルそのものはPDFに入っていません）`
      : '';
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
        <bdi>{signer.name}</bdi>（署名した者が書いた名前。{verdict.signedBy === 'hub' ? '連携基盤' : '事業所'}
        の証明書で署名）
      </dd>
      <dt>署名の目的</dt>
      <dd>
        <bdi>{signer.reason}</bdi>
      </dd>
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
        {attachedProof(verdict) === 'proven' ? '' : '【確かめられません】'}
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
