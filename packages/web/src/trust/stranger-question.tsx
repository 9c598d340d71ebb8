import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useDesk } from '../app/desk-context.js';
import { KEYS } from '../app/queries.js';
import { Button } from '../ui/button.js';
import { Confirm } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';
import { CertificateWords } from './certificate-words.js';

/** Tells how to find out whose certificate it is. */
export const ASK_BY_TELEPHONE =
  '相手の事業所に電話をかけ（番号は、手元の名刺や契約書のものを使います）、「設定」の「証明書」に出ている「ことば」を読み上げてもらい、上の8語と同じか比べてください。相手が印刷した証明書カードの紙でも比べられます。';

/** Asks once about a partner's certificate that nobody known endorses: accept it, or leave it out. */
export function StrangerQuestion({
  officeNumber,
  name,
  fingerprint,
  onAccepted,
}: {
  officeNumber: string;
  name: string;
  fingerprint: string;
  onAccepted?: () => void;
}): ReactNode {
  const desk = useDesk();
  const queries = useQueryClient();
  const [deciding, setDeciding] = useState<'accept' | 'leave' | null>(null);
  const decide = useMutation({
    mutationFn: async (decision: 'accept' | 'leave') => {
      if (decision === 'accept') await desk.trust.known.accept(officeNumber, fingerprint, new Date());
      else await desk.trust.known.leaveOut(officeNumber, fingerprint);
      return decision;
    },
    onSuccess: async (decision) => {
      setDeciding(null);
      await queries.invalidateQueries({ queryKey: KEYS.partnerNews });
      await queries.invalidateQueries({ queryKey: KEYS.knownOffices });
      if (decision === 'accept') onAccepted?.();
    },
  });
  return (
    <div className="stack-s">
      <p>
        {name}（{officeNumber}）の新しい証明書のことば: <CertificateWords fingerprint={fingerprint} />
      </p>
      <p>
        {ASK_BY_TELEPHONE}
        違うときや、相手に覚えがないときは、使わずに運営者へ電話で知らせてください。
      </p>
      <div className="row">
        <Button small onClick={() => setDeciding('accept')}>
          この証明書を受け入れる…
        </Button>
        <Button small onClick={() => setDeciding('leave')}>
          使わない…
        </Button>
      </div>
      {deciding && (
        <Confirm
          title={deciding === 'accept' ? `${name}の証明書を受け入れますか` : 'この証明書を使わないことにしますか'}
          action={deciding === 'accept' ? 'ことばが同じなので受け入れる' : '使わない'}
          danger={deciding === 'leave'}
          busy={decide.isPending}
          onConfirm={() => decide.mutate(deciding)}
          onClose={() => setDeciding(null)}
        >
          {decide.error && <Failure error={decide.error} />}
          <p>
            ことば: <CertificateWords fingerprint={fingerprint} />
          </p>
          <p>
            {deciding === 'accept'
              ? `受け入れると、これからは${name}あてのデータをこの証明書でも読めるように送り、この証明書で署名されたものを${name}からのものとして開きます。`
              : '使わないと、この証明書には何も暗号化せず、この証明書で署名されたものは開きません。あとで「証明書の確認」から受け入れられます。'}
          </p>
        </Confirm>
      )}
    </div>
  );
}
