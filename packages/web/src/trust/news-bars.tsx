import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useDesk, useSession } from '../app/desk-context.js';
import { KEYS } from '../app/queries.js';
import { Button } from '../ui/button.js';
import { useOwnStrangers, usePartnerNews } from './certificate-news.js';

/** On every screen: certificates of the own office that nobody knows, and partners' that wait to be looked at. */
export function CertificateNews(): ReactNode {
  return (
    <>
      <OwnStrangers />
      <PartnerNews />
    </>
  );
}

function OwnStrangers(): ReactNode {
  const { account } = useSession();
  const strangers = useOwnStrangers();
  if (strangers.length === 0 || account.agent) return null;
  const isAdministrator = account.roles.includes('administrator');
  return (
    <div className="status-bar no-print" role="alert">
      <strong>見覚えのない証明書が{strangers.length}件、この事業所に登録されています。</strong>
      {isAdministrator ? (
        <>
          同僚や代行者が申請したものなら裏書きし、だれも覚えがなければすぐ失効させて、運営者へ電話で知らせてください。
          <Link href="/settings">証明書の管理を開く</Link>
        </>
      ) : (
        'すぐに管理者へ知らせてください。裏書きされるまで、この証明書では何も読めません。'
      )}
    </div>
  );
}

function PartnerNews(): ReactNode {
  const desk = useDesk();
  const queries = useQueryClient();
  const news = usePartnerNews();
  const asked = news.filter(({ strangers }) => strangers.length > 0);
  const met = news.filter(({ isIntroduced }) => !isIntroduced);
  const later = async () => {
    for (const { officeNumber } of met) await desk.trust.known.introduce(officeNumber);
    await queries.invalidateQueries({ queryKey: KEYS.partnerNews });
  };
  if (asked.length === 0 && met.length === 0) return null;
  return (
    <section className="status-bar no-print" aria-label="取引先の証明書">
      {asked.length > 0 && (
        <>
          <strong>取引先の新しい証明書を確かめてください（{asked.length}事業所）。</strong>
          前からの証明書による裏書きがないので、まだ使っていません。
        </>
      )}
      {met.length > 0 && <>初めての取引先{met.length}件の証明書を、この PC が覚えました。</>}
      <Link href="/settings">証明書の「ことば」を確かめる</Link>
      {asked.length === 0 && (
        <Button look="text" small onClick={() => void later()}>
          あとで確かめる
        </Button>
      )}
    </section>
  );
}
