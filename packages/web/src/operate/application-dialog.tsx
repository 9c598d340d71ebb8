import type { MailOutcome, OperatorApplication } from '@musubi/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useDesk } from '../app/desk-context.js';
import { useKept } from '../app/kept.js';
import { useDates } from '../app/preferences.js';
import { Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';
import { serviceNames } from '../words/directory.js';
import { APPLICATION_STATES, WAITS_BECAUSE } from '../words/operate.js';
import { ReasonDialog } from './reason-dialog.js';
import { RegistryComparison } from './registry-comparison.js';

/** What the operator hands over after a step, and how the applicant hears of it. */
interface Outcome {
  readonly title: string;
  readonly mail: MailOutcome | null;
  readonly link: string | null;
  readonly claimCode?: string;
}

const MAIL_WORDS: Readonly<Record<MailOutcome, string>> = {
  sent: '申請者にメールで知らせました。',
  failed: 'メールを送れませんでした。下のリンクを申請者に渡してください。',
  off: 'この連携基盤はメールを送りません。下のリンクを申請者に渡してください。',
};

/** The operator told the applicant the 受取コード: one person does not hand over both. */
const NO_LINK =
  '申請者にメールで知らせていません。あなたは受取コードを伝えたので、リンクは、ほかの運営者に「手渡すリンクを作る」から渡してもらってください。';

/** One application beside what the ministry's registry says, and what the operator decides. */
export function ApplicationDialog({
  application,
  onClose,
}: {
  application: OperatorApplication;
  onClose: () => void;
}): ReactNode {
  const desk = useDesk();
  const queries = useQueryClient();
  const [isRefusing, setRefusing] = useKept(`operate/refusing/${application.applicationNumber}`, false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const { applicationNumber, state, officeName } = application;
  const params = { applicationNumber };
  const done = async (made: Outcome) => {
    setOutcome(made);
    await queries.invalidateQueries({ queryKey: ['operate'] });
  };
  const approving = useMutation({
    mutationFn: () => desk.hub.call('operatorApproveApplication', { params }),
    onSuccess: ({ mail, link }) => done({ title: '承認しました。', mail, link }),
  });
  const linking = useMutation({
    mutationFn: () => desk.hub.call('operatorMakeApplicationLink', { params }),
    onSuccess: ({ link }) => done({ title: '新しいリンクを作りました。前のリンクは使えません。', mail: null, link }),
  });
  const coding = useMutation({
    mutationFn: () => desk.hub.call('operatorMakeClaimCode', { params }),
    onSuccess: ({ claimCode }) =>
      done({ title: '新しい受取コードを作りました。前のコードは使えません。', mail: null, link: null, claimCode }),
  });
  const refuse = async (reason: string) => {
    const { mail, link } = await desk.hub.call('operatorRefuseApplication', { params, body: { reason } });
    await done({ title: '断りました。', mail, link });
  };
  if (isRefusing)
    return (
      <ReasonDialog
        name={`refuse/${applicationNumber}`}
        title={`${officeName}の申請を断ります`}
        action="断る"
        hint="申請者がこのまま読みます。何をすればよいかも書いてください。5文字以上。"
        maxLength={1000}
        onConfirm={refuse}
        onClose={() => setRefusing(false)}
      />
    );
  const isOpen = state === 'waiting' || state === 'unconfirmed';
  const failure = approving.error ?? linking.error ?? coding.error;
  const isBusy = approving.isPending || linking.isPending || coding.isPending;
  return (
    <Dialog title={`${officeName}の利用申請`} wide onClose={onClose}>
      {failure && <Failure error={failure} />}
      {outcome ? (
        <Handover {...outcome} phone={application.phone} />
      ) : (
        <>
          <Facts {...application} />
          <RegistryComparison application={application} />
          <div className="row row-end">
            <Button disabled={isBusy} onClick={() => linking.mutate()}>
              手渡すリンクを作る
            </Button>
            {state !== 'refused' && (
              <Button disabled={isBusy} onClick={() => coding.mutate()}>
                受取コードを作り直す
              </Button>
            )}
            {isOpen && (
              <>
                <Button look="danger" disabled={isBusy} onClick={() => setRefusing(true)}>
                  断る…
                </Button>
                <Button look="main" disabled={isBusy} onClick={() => approving.mutate()}>
                  承認する
                </Button>
              </>
            )}
          </div>
        </>
      )}
    </Dialog>
  );
}

function Handover({ title, mail, link, claimCode, phone }: Outcome & { phone: string }): ReactNode {
  const [isCopied, setCopied] = useState(false);
  return (
    <>
      <Banner tone={mail === 'failed' ? 'care' : 'good'} title={title} live>
        {mail && <p>{mail === 'sent' || link ? MAIL_WORDS[mail] : NO_LINK}</p>}
      </Banner>
      {claimCode && (
        <section className="stack-s" aria-label="申請者に伝える受取コード">
          <p>
            申請の電話番号 {phone}
            に電話するか、事業所あての手紙で伝えてください。メールでは伝えません。この画面を閉じると、二度と表示されません。
          </p>
          <p>
            <code className="operate-link">{claimCode}</code>
          </p>
        </section>
      )}
      {link && (
        <section className="stack-s" aria-label="申請者に渡すリンク">
          <p>
            この画面を閉じると、リンクは二度と表示されません。これを開いた人が手続きを進められるので、申請者本人だけに渡してください。
          </p>
          <p>
            <code className="operate-link">{link}</code>
          </p>
          <div className="row">
            <Button onClick={() => void navigator.clipboard.writeText(link).then(() => setCopied(true))}>
              リンクをコピー
            </Button>
            <span role="status">{isCopied ? 'コピーしました' : ''}</span>
          </div>
        </section>
      )}
    </>
  );
}

function Facts({ mailConfirmedAt, decidedAt, ...application }: OperatorApplication): ReactNode {
  const dates = useDates();
  const { state, waitsBecause, refusalReason } = application;
  return (
    <dl className="facts">
      <dt>状態</dt>
      <dd>
        {APPLICATION_STATES[state].text}
        {decidedAt && `（${dates.moment(decidedAt)}）`}
        {refusalReason && <p className="operate-text">{refusalReason}</p>}
      </dd>
      {waitsBecause && (
        <>
          <dt>自動で決めなかった理由</dt>
          <dd>{WAITS_BECAUSE[waitsBecause]}</dd>
        </>
      )}
      <dt>受付番号</dt>
      <dd>
        {application.applicationNumber}（{dates.moment(application.appliedAt)}）
      </dd>
      <dt>法人</dt>
      <dd>{application.corporationName}</dd>
      <dt>サービス</dt>
      <dd>{serviceNames(application.serviceTypes)}</dd>
      <dt>電話</dt>
      <dd>{application.phone}</dd>
      <dt>担当者</dt>
      <dd>{application.contactName}</dd>
      <dt>メール</dt>
      <dd>
        {application.mailAddress}（{mailConfirmedAt ? `${dates.moment(mailConfirmedAt)} に確認` : '未確認'}）
      </dd>
      <dt>契約</dt>
      <dd>{application.campaignCode ? `キャンペーン ${application.campaignCode}` : '年間ライセンス'}</dd>
    </dl>
  );
}
