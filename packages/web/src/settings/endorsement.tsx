import { endorse } from '@musubi/client';
import type { EnrolledCertificateData } from '@musubi/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useDesk, useDeskState, useSession } from '../app/desk-context.js';
import { KEYS } from '../app/queries.js';
import { CertificateWords } from '../trust/certificate-words.js';
import { Badge, Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Confirm } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';
import { useTell } from '../ui/toasts.js';

/** Returns the fingerprints that no other certificate of the office endorses; its very first one needs nobody to. */
export function unendorsed(certificates: readonly EnrolledCertificateData[]): ReadonlySet<string> {
  const [first] = certificates
    .filter(({ holder }) => holder === 'office')
    .sort((a, b) => a.enrolledAt.localeCompare(b.enrolledAt));
  const open = certificates.filter((one) => one !== first && one.endorsements.length === 0);
  return new Set(open.map(({ fingerprint }) => fingerprint));
}

/** まだ裏書きされていない: says so, and lets an administrator with another certificate of the office endorse. */
export function Endorsement({ certificate }: { certificate: EnrolledCertificateData }): ReactNode {
  const { identities } = useDeskState();
  const [asking, setAsking] = useState(false);
  const { fingerprint } = certificate;
  const isOurs = identities[0]?.certificate.fingerprint === fingerprint;
  return (
    <span className="row">
      <Badge tone="care">まだ裏書きされていません</Badge>
      {isOurs ? (
        <span className="weak">
          この PC の証明書です。ほかの PC にいる管理者に裏書きしてもらうか、取引先に「ことば」を伝えてください。
        </span>
      ) : (
        <Button
          small
          onClick={() => setAsking(true)}
          aria-label={`番号 ${fingerprint.slice(0, 8)} の証明書に裏書きする…`}
        >
          裏書きする…
        </Button>
      )}
      {asking && <Question certificate={certificate} onClose={() => setAsking(false)} />}
    </span>
  );
}

function Question({ certificate, onClose }: { certificate: EnrolledCertificateData; onClose: () => void }): ReactNode {
  const desk = useDesk();
  const { office } = useSession();
  const tell = useTell();
  const queries = useQueryClient();
  const { fingerprint, holder } = certificate;
  const endorsing = useMutation({
    mutationFn: async () => {
      const [signer] = desk.state.identities;
      if (!signer) throw new TypeError('somebody signed in has a certificate');
      return endorse(desk.hub, signer, { officeNumber: office.officeNumber, fingerprint, holder }, new Date());
    },
    onSuccess: async () => {
      onClose();
      tell('good', '裏書きしました。取引先は、この証明書をそのまま使えます。');
      for (const queryKey of [['office-certificates'], KEYS.ownStrangers])
        await queries.invalidateQueries({ queryKey });
    },
  });
  return (
    <Confirm
      title={`番号 ${fingerprint.slice(0, 8)} の証明書に裏書きしますか`}
      action="ことばが同じなので裏書きする"
      busy={endorsing.isPending}
      onConfirm={() => endorsing.mutate()}
      onClose={onClose}
    >
      {endorsing.error && <Failure error={endorsing.error} />}
      <p>
        ことば: <CertificateWords fingerprint={fingerprint} />
      </p>
      <p>
        {holder === 'agent'
          ? '代行者に電話をかけ、代行者の「設定」の「証明書」に出ている「ことば」と同じか比べてください。'
          : '申請した同僚の PC の「設定」の「証明書」に出ている「ことば」と同じか、直接見るか電話で比べてください。'}
      </p>
      <Banner tone="care" title="だれも申請した覚えがない証明書には、裏書きしないでください。">
        <p>運営者やほかの人が勝手に登録したものかもしれません。すぐに失効させ、運営者へ電話で知らせてください。</p>
      </Banner>
    </Confirm>
  );
}
