import type { CertificateData, EnrolledCertificateData, OwnCertificateData } from '@musubi/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useDesk, useSession } from '../app/desk-context.js';
import { useDates } from '../app/preferences.js';
import { KEYS } from '../app/queries.js';
import { finishRenewal } from '../app/renewal.js';
import { NewCertificateFile } from '../join/certificate-file.js';
import { type CertificateFile, requestFor, takeCertificate } from '../join/own-key.js';
import { Badge, Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Confirm } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';
import { SaveCsv } from '../ui/save-csv.js';
import { useTell } from '../ui/toasts.js';
import { errorText } from '../words/errors.js';
import { Endorsement, unendorsed } from './endorsement.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const SOON_DAYS = 60;

/** All certificates of the office: renewing, one for another PC, and revoking what was lost. */
export function OfficeCertificates(): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const { data, error } = useQuery({
    queryKey: ['office-certificates'],
    queryFn: () => desk.hub.call('listOwnCertificates', {}),
  });
  const { office } = useSession();
  const enrolled = useQuery({
    queryKey: ['office-certificates', 'endorsements'],
    queryFn: () => desk.hub.call('listOfficeCertificates', { params: { officeNumber: office.officeNumber } }),
  });
  const failure = error ?? enrolled.error;
  const open = unendorsed(enrolled.data?.certificates ?? []);
  const openOf = (fingerprint: string) =>
    open.has(fingerprint) ? enrolled.data?.certificates.find((one) => one.fingerprint === fingerprint) : undefined;
  const [revoking, setRevoking] = useState<CertificateData | null>(null);
  return (
    <section className="card stack" aria-label="事業所の証明書の管理">
      <h2>事業所の証明書の管理</h2>
      {failure && <Failure error={failure} />}
      <ul className="plain-list stack-s">
        {data?.certificates.map((one) => (
          <Row
            key={one.fingerprint}
            certificate={one}
            open={openOf(one.fingerprint)}
            onRevoke={() => setRevoking(one)}
          />
        ))}
      </ul>
      {data && (
        <SaveCsv
          small
          name="事業所の証明書"
          rows={() => [
            ['番号', '期限', '代行', '失効した日'],
            ...data.certificates.map(({ fingerprint, notAfter, agentName, revokedAt }) => [
              ...[fingerprint, dates.date(notAfter), agentName ?? '', revokedAt ? dates.date(revokedAt) : ''],
            ]),
          ]}
        />
      )}
      <Renewal />
      {revoking && <Revocation certificate={revoking} onClose={() => setRevoking(null)} />}
    </section>
  );
}

function Row({
  certificate,
  open,
  onRevoke,
}: {
  certificate: OwnCertificateData;
  /** Set while nobody has endorsed it. */
  open: EnrolledCertificateData | undefined;
  onRevoke: () => void;
}): ReactNode {
  const dates = useDates();
  const { fingerprint, notAfter, revokedAt } = certificate;
  const left = Math.floor((new Date(notAfter).getTime() - Date.now()) / DAY_MS);
  const isValid = revokedAt === null && left >= 0;
  const number = fingerprint.slice(0, 8);
  return (
    <li className="row spread">
      <span>
        番号 {number}　{dates.date(notAfter)}まで {certificate.agentName && `（代行: ${certificate.agentName}）`}
        {revokedAt !== null && <Badge tone="bad">失効</Badge>}
        {revokedAt === null && left < 0 && <Badge tone="quiet">期限切れ</Badge>}
        {isValid && left <= SOON_DAYS && <Badge tone="care">あと{left}日</Badge>}
        {isValid && left > SOON_DAYS && <Badge tone="good">有効</Badge>}
      </span>
      {isValid && open && <Endorsement certificate={open} />}
      {isValid && (
        <Button small onClick={onRevoke} aria-label={`番号 ${number} の証明書を失効させる`}>
          失効させる
        </Button>
      )}
    </li>
  );
}

const PURPOSE = 'renewal';

/** A new certificate for a key made in this browser: to renew, or for another PC through its file. */
function Renewal(): ReactNode {
  const desk = useDesk();
  const { office } = useSession();
  const tell = useTell();
  const queries = useQueryClient();
  const waiting = useQuery({
    queryKey: ['certificate-requests'],
    queryFn: () => desk.hub.call('listCertificateRequests', {}),
  });
  const [file, setFile] = useState<CertificateFile | null>(null);
  const askAgain = async () => {
    await queries.invalidateQueries({ queryKey: ['office-certificates'] });
    await queries.invalidateQueries({ queryKey: ['certificate-requests'] });
    await queries.invalidateQueries({ queryKey: KEYS.certificates });
  };
  const take = useMutation({
    mutationFn: async () => {
      // Asked now: an operator may have enrolled the certificate since the list on this screen was read.
      const { certificates } = await desk.hub.call('listOwnCertificates', {});
      const taken = await takeCertificate(desk, PURPOSE, certificates);
      setFile(taken ?? file);
      if (taken) finishRenewal(desk, tell).catch((error: unknown) => tell('care', errorText(error)));
      else tell('info', 'この PC で申請した証明書は、まだ発行されていません。');
    },
    onSettled: askAgain,
  });
  const ask = useMutation({
    mutationFn: async () => {
      const requestPem = await requestFor(desk, PURPOSE);
      return desk.hub.call('requestCertificate', { body: { requestPem } });
    },
    onSuccess: async ({ certificate }) => {
      if (certificate) await take.mutateAsync();
      else await askAgain();
    },
  });
  const count = waiting.data?.requests.length ?? 0;
  const failure = ask.error ?? take.error ?? waiting.error;
  return (
    <div className="stack">
      {failure && <Failure error={failure} />}
      {file && <NewCertificateFile file={file} officeNumber={office.officeNumber} />}
      {count > 0 && (
        <Banner tone="info" title={`認証局の発行を待っている申請が${count}件あります。`}>
          <p>発行されたら、申請した PC でこの画面を開き、証明書を受け取ってください。</p>
          <div>
            <Button small onClick={() => take.mutate()} disabled={take.isPending}>
              発行された証明書を受け取る
            </Button>
          </div>
        </Banner>
      )}
      <p className="weak">
        期限の60日前から更新できます。ほかの PC 用にも作れます。新しい証明書の鍵はこの PC の中で作り、外には送りません。
      </p>
      <div>
        <Button onClick={() => ask.mutate()} disabled={ask.isPending}>
          {ask.isPending ? '申請しています…' : '新しい証明書を申請する'}
        </Button>
      </div>
    </div>
  );
}

function Revocation({ certificate, onClose }: { certificate: CertificateData; onClose: () => void }): ReactNode {
  const desk = useDesk();
  const queries = useQueryClient();
  const { fingerprint } = certificate;
  const isOurs = desk.state.identities.some((one) => one.certificate.fingerprint === fingerprint);
  const revoke = useMutation({
    mutationFn: () =>
      desk.hub.call('revokeOwnCertificate', { params: { fingerprint }, body: { reason: 'keyCompromise' } }),
    onSuccess: async () => {
      onClose();
      await queries.invalidateQueries({ queryKey: ['office-certificates'] });
    },
  });
  return (
    <Confirm
      title={`番号 ${fingerprint.slice(0, 8)} の証明書を失効させますか`}
      action="失効させる"
      danger
      busy={revoke.isPending}
      onConfirm={() => revoke.mutate()}
      onClose={onClose}
    >
      {revoke.error && <Failure error={revoke.error} />}
      <p>
        PC
        をなくした、証明書ファイルが人に渡ったかもしれない、というときに行います。すぐに使えなくなり、元に戻せません。この証明書でログインしている端末はログアウトします。
      </p>
      {isOurs && (
        <Banner tone="care" title="この PC に入っている証明書です。">
          <p>ほかに有効な証明書がないと、ログインできなくなります。先に新しい証明書を申請してください。</p>
        </Banner>
      )}
    </Confirm>
  );
}
