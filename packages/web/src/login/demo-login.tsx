import type { DemoAccount } from '@musubi/contract';
import { fromBase64 } from '@musubi/evidence';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useDesk } from '../app/desk-context.js';
import { Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';

/** One click in place of certificate, password and IDs, when the hub runs as a demo. */
export function DemoLogin(): ReactNode {
  const desk = useDesk();
  const { data } = useQuery({ queryKey: ['demo'], queryFn: () => desk.hub.call('demo', {}) });
  const [busy, setBusy] = useState<string | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  if (!data || data.accounts.length === 0) return null;
  const enter = async (account: DemoAccount) => {
    setBusy(account.userId);
    setFailure(null);
    try {
      const identity = await desk.addCertificate(fromBase64(account.certificate), account.certificatePassword);
      const { userId, password, officeUserId } = account;
      const terminalName = 'デモのブラウザ';
      await desk.login({ identity, userId, password, officeUserId, terminalName, isDemo: true });
    } catch (error) {
      setFailure(error);
      setBusy(null);
    }
  };
  return (
    <Banner tone="info" title="デモとして動いています。どちらの事業所で見るか選んでください。">
      <p>利用者も事業所もすべて架空です。別の事業所は、別のブラウザかシークレットウィンドウで開いてください。</p>
      {failure !== null && <Failure error={failure} />}
      <div className="row">
        {data.accounts.map((account) => (
          <Button key={account.userId} look="main" disabled={busy !== null} onClick={() => void enter(account)}>
            {busy === account.userId ? 'ログインしています…' : `${account.label}としてログイン`}
          </Button>
        ))}
      </div>
    </Banner>
  );
}
