import type { Journey } from '@musubi/contract';
import { fromBase64 } from '@musubi/evidence';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useDesk } from '../app/desk-context.js';
import { useKept } from '../app/kept.js';
import { useDates } from '../app/preferences.js';
import { saveAsZip } from '../boxes/retrieve.js';
import { Badge, Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { Page } from '../ui/page.js';
import { KIND_NAMES, RECEIPT_EVENTS, sentState, sizeText } from '../words/kinds.js';
import { AuditTable } from './audit-parts.js';
import { ReasonDialog } from './reason-dialog.js';

/** One transmission's way: receipts and audit rows in order; the signed list only for a reason both offices read. */
export default function JourneyScreen({ id }: { id: string }): ReactNode {
  const desk = useDesk();
  const { data, error } = useQuery({
    queryKey: ['operate', 'journey', id],
    queryFn: () => desk.hub.call('operatorGetJourney', { params: { transmissionId: id } }),
  });
  return (
    <Page title="送信の経過">
      {error && <Failure error={error} />}
      {data && (
        <>
          <div className="operate-columns">
            <Facts {...data} />
            <Steps {...data} />
          </div>
          <OpenRecord id={id} />
          <section className="stack" aria-label="監査記録">
            <h2>監査記録</h2>
            <AuditTable fileName={`監査記録_${id}`} rows={data.audit} />
          </section>
        </>
      )}
    </Page>
  );
}

function Facts({ transmission }: Journey): ReactNode {
  const dates = useDates();
  const { tone, icon, text } = sentState(transmission);
  const { kind, serviceMonth, sender, recipient, fileCount, attachmentCount, hasMessage, payloadSize } = transmission;
  return (
    <section className="card stack" aria-label="概要">
      <h2>概要</h2>
      <dl className="facts">
        <dt>状態</dt>
        <dd>
          <Badge tone={tone} icon={icon}>
            {text}
          </Badge>
        </dd>
        <dt>種類</dt>
        <dd>
          {KIND_NAMES[kind]}
          {serviceMonth ? `（${dates.month(serviceMonth)}）` : ''}
        </dd>
        {[['送信元', sender] as const, ['送信先', recipient] as const].map(([side, office]) => (
          <Side key={side} side={side} office={office} />
        ))}
        <dt>中身</dt>
        <dd>
          ファイル{fileCount}件、添付{attachmentCount}件、メッセージ{hasMessage ? 'あり' : 'なし'}（
          {sizeText(payloadSize)}、暗号化済み）
        </dd>
        <dt>保存の期限</dt>
        <dd>{dates.date(transmission.expiresAt)}</dd>
        <dt>送信番号</dt>
        <dd>
          <code>{transmission.id}</code>
        </dd>
      </dl>
    </section>
  );
}

function Side({ side, office }: { side: string; office: Journey['transmission']['sender'] }): ReactNode {
  return (
    <>
      <dt>{side}</dt>
      <dd>
        <Link href={`/operate/offices/${office.officeNumber}`}>{office.name}</Link>（{office.officeNumber}）
      </dd>
    </>
  );
}

function Steps({ steps }: Journey): ReactNode {
  const dates = useDates();
  return (
    <section className="card stack" aria-label="証跡の順">
      <h2>どこまで進んだか</h2>
      <ol className="stack-s">
        {steps.map(({ event, at }) => (
          <li key={`${event} ${at}`}>
            {RECEIPT_EVENTS[event] ?? event} <span className="weak">{dates.moment(at)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Breaking the glass. */
function OpenRecord({ id }: { id: string }): ReactNode {
  const desk = useDesk();
  const queries = useQueryClient();
  const [asking, setAsking] = useKept(`operate/opening/${id}`, false);
  const open = async (reason: string) => {
    const record = await desk.hub.call('operatorOpenRecord', { params: { transmissionId: id }, body: { reason } });
    const files = new Map([
      ['manifest.json', fromBase64(record.manifest)],
      ['manifest.p7s', fromBase64(record.signature)],
    ]);
    for (const [at, one] of record.receipts.entries()) {
      files.set(`receipt-${at + 1}-${one.event}.json`, fromBase64(one.receipt));
      files.set(`receipt-${at + 1}-${one.event}.p7s`, fromBase64(one.signature));
    }
    saveAsZip(`記録_${id}.zip`, files);
    await queries.invalidateQueries({ queryKey: ['operate', 'journey', id] });
  };
  return (
    <Banner tone="care" title="調査のために、署名された一覧と証跡を開く">
      <p>
        ファイルと添付の名前が含まれます（データの中身は、運営者には読めません）。理由を添えると、送信元と送信先の管理者に知らされ、警報に残ります。
      </p>
      <Button onClick={() => setAsking(true)}>理由を書いて開く…</Button>
      {asking && (
        <ReasonDialog
          name={`open/${id}`}
          title="記録を開きます"
          action="開いて保存する"
          onConfirm={open}
          onClose={() => setAsking(false)}
        >
          <p>書いた理由は、送信元と送信先の管理者へのお知らせにそのまま載ります。</p>
        </ReasonDialog>
      )}
    </Banner>
  );
}
