import type { ApplicationData, CertificateData } from '@musubi/contract';
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { useDesk } from '../app/desk-context.js';
import { Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { NewCertificateFile } from './certificate-file.js';
import { type CertificateFile, isKeyWaiting, requestFor, takeCertificate } from './own-key.js';

/** The office's first certificate: the key is made here, stays here, and a file for other PCs is offered. */
export function FirstCertificate({
  purpose,
  use,
  userId,
  hasCode,
  state,
  onAsk,
  onChanged,
}: {
  /** Names the key that waits in this browser. */
  purpose: string;
  /** What the certificate is for, as the login screen will say. */
  use: string;
  /** Who will sign in with it, when that is known: the login screen fills it in. */
  userId?: string | undefined;
  /** Whether the 受取コード was typed. */
  hasCode: boolean;
  state: Pick<ApplicationData, 'officeNumber' | 'certificate' | 'certificates'>;
  onAsk: (requestPem: string) => Promise<readonly CertificateData[]>;
  onChanged: () => Promise<void>;
}): ReactNode {
  const desk = useDesk();
  const { certificate, certificates, officeNumber } = state;
  const [file, setFile] = useState<CertificateFile | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [isElsewhere, setElsewhere] = useState(false);
  const take = useCallback(
    async (issued: readonly CertificateData[]) => {
      const taken = await takeCertificate(desk, purpose, issued);
      if (taken) {
        await desk.nameCertificate(taken.fingerprint, use, officeNumber, userId);
        setFile(taken);
      }
      return taken !== null;
    },
    [desk, purpose, use, userId, officeNumber],
  );
  // What an authority outside issued meanwhile is taken as soon as the page is opened again.
  useEffect(() => {
    if (certificate === 'none') return;
    const isHere = (fingerprint: string) =>
      desk.state.identities.some((one) => one.certificate.fingerprint === fingerprint);
    const look = async () => {
      const waits = await isKeyWaiting(desk, purpose);
      setElsewhere(!waits && !certificates.some(({ fingerprint }) => isHere(fingerprint)));
      if (waits && certificate === 'issued' && (await take(certificates))) await onChanged();
    };
    look().catch(setFailure);
  }, [desk, purpose, certificate, certificates, take, onChanged]);
  const ask = async () => {
    setBusy(true);
    setFailure(null);
    try {
      const requestPem = await requestFor(desk, purpose);
      await take(await onAsk(requestPem));
      await onChanged();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="card stack" aria-label="証明書">
      <h2>2. 証明書</h2>
      {failure !== null && <Failure error={failure} />}
      {certificate === 'none' && (
        <>
          <p>送受信とログインに使う、事業所の証明書です。鍵はこの PC の中で作り、外には送りません。</p>
          {!hasCode && <p className="weak">上の受取コードを入力すると進めます。</p>}
          <div>
            <Button look="main" onClick={() => void ask()} disabled={busy || !hasCode}>
              {busy ? '証明書を作っています…' : 'この PC に証明書を入れる'}
            </Button>
          </div>
        </>
      )}
      {certificate === 'requested' && (
        <Banner tone="info" title="認証局に申請しました。" live>
          <p>発行されたら、この PC のこのブラウザで、もう一度このページを開いてください。証明書が自動で入ります。</p>
        </Banner>
      )}
      {file ? (
        <NewCertificateFile file={file} officeNumber={officeNumber} />
      ) : (
        certificate === 'issued' &&
        (isElsewhere ? (
          <p>
            証明書は、別の PC
            かブラウザで受け取られています。そのPCでログインするか、保存した証明書ファイルを使ってください。
          </p>
        ) : (
          <p>この PC に証明書が入っています。</p>
        ))
      )}
    </section>
  );
}
