import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useDesk, useDeskState, useSession } from '../app/desk-context.js';
import { useDates } from '../app/preferences.js';
import { KEYS } from '../app/queries.js';
import { finishRenewal } from '../app/renewal.js';
import { NewCertificateFile } from '../join/certificate-file.js';
import { type CertificateFile, isKeyWaiting, requestFor, takeCertificate } from '../join/own-key.js';
import { Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { useTell } from '../ui/toasts.js';
import { errorText } from '../words/errors.js';
import { certificateUse } from '../words/offices.js';
import { type Agent, needsCertificate } from './agency.js';

/** 証明書を新しくする: what an agent does itself after its delegation was prolonged. */
export function AgentRenewal({ agent }: { agent: Agent }): ReactNode {
  const desk = useDesk();
  const session = useSession();
  const dates = useDates();
  const tell = useTell();
  const queries = useQueryClient();
  const {
    identities: [identity],
  } = useDeskState();
  const { officeNumber } = session.office;
  const purpose = `agent-renewal-${session.account.userId}`;
  const waiting = useQuery({ queryKey: ['agent-renewal', purpose], queryFn: () => isKeyWaiting(desk, purpose) });
  const [file, setFile] = useState<CertificateFile | null>(null);
  const take = useMutation({
    mutationFn: async () => {
      const { certificates } = await desk.hub.call('listOwnCertificates', {});
      const taken = await takeCertificate(desk, purpose, certificates);
      if (!taken) {
        tell('info', '新しい証明書は、まだ発行されていません。');
        return;
      }
      await desk.nameCertificate(taken.fingerprint, certificateUse(session), officeNumber, session.account.userId);
      setFile(taken);
      finishRenewal(desk, tell).catch((error: unknown) => tell('care', errorText(error)));
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['agent-renewal', purpose] }),
  });
  const ask = useMutation({
    mutationFn: async () => {
      const requestPem = await requestFor(desk, purpose);
      const { certificate } = await desk.hub.call('renewAgentCertificate', { body: { requestPem } });
      if (certificate) await take.mutateAsync();
    },
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: ['agent-renewal', purpose] });
      await queries.invalidateQueries({ queryKey: KEYS.certificates });
    },
  });
  const failure = ask.error ?? take.error ?? waiting.error;
  if (file)
    return (
      <>
        <NewCertificateFile file={file} officeNumber={officeNumber} />
        <p>新しい証明書は、次のログインから使います。それまでは、いまの証明書のまま使えます。</p>
      </>
    );
  if (!identity || !needsCertificate(agent, identity.certificate.notAfter)) return null;
  return (
    <>
      {failure && <Failure error={failure} />}
      <Banner tone="care" title={`代行の期間が、${dates.date(agent.validUntil)}まで延びています。`}>
        <p>
          いまの証明書は{dates.date(identity.certificate.notAfter.toISOString())}
          までです。それまでに新しくしてください。
        </p>
      </Banner>
      <div className="row">
        {waiting.data && (
          <Button onClick={() => take.mutate()} disabled={take.isPending}>
            発行された証明書を受け取る
          </Button>
        )}
        <Button look="main" onClick={() => ask.mutate()} disabled={ask.isPending}>
          {ask.isPending ? '申請しています…' : '証明書を新しくする'}
        </Button>
      </div>
      {waiting.data && <p className="weak">認証局の発行を待っています。発行されたら、この PC で受け取ってください。</p>}
    </>
  );
}
