import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useDesk } from '../app/desk-context.js';
import { KEYS } from '../app/queries.js';
import { Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { usePartnerNews } from './certificate-news.js';
import { CertificateWords } from './certificate-words.js';
import { ASK_BY_TELEPHONE, StrangerQuestion } from './stranger-question.js';

type Addressee = { readonly officeNumber: string; readonly name: string };

/**
 * Shows the sender the certificates just encrypted to (issue 12, section 1): the words of offices that this PC met
 * and nobody compared yet, and new certificates that nobody endorses and nothing was encrypted to. Goes by what this PC
 * keeps, not by one batch: it holds as well when the batch was packed in another tab, or this one was loaded anew.
 */
export function FirstContacts({ addressees }: { addressees: readonly Addressee[] }): ReactNode {
  const news = usePartnerNews();
  const names = new Map(addressees.map(({ officeNumber, name }) => [officeNumber, name]));
  const about = news.flatMap((one) => {
    const name = names.get(one.officeNumber);
    return name === undefined ? [] : [{ ...one, name }];
  });
  const met = about.filter(({ isIntroduced, known }) => !isIntroduced && known.length > 0);
  const asked = about.filter(({ strangers }) => strangers.length > 0);
  return (
    <>
      {met.length > 0 && <Met offices={met} isFolded={names.size > 1} />}
      {asked.length > 0 && (
        <Banner tone="care" title={`新しい証明書が${asked.length}事業所分あります。それには暗号化していません。`}>
          {asked.flatMap(({ officeNumber, name, strangers }) =>
            strangers.map((fingerprint) => (
              <StrangerQuestion key={fingerprint} {...{ officeNumber, name, fingerprint }} />
            )),
          )}
        </Banner>
      )}
    </>
  );
}

type MetOffice = Addressee & { readonly known: readonly { readonly fingerprint: string }[] };

/** The words of many are folded away, and made only when somebody looks: each takes a twentieth of a second. */
function Met({ offices, isFolded }: { offices: readonly MetOffice[]; isFolded: boolean }): ReactNode {
  const desk = useDesk();
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(!isFolded);
  const compared = async () => {
    for (const { officeNumber } of offices) await desk.trust.known.introduce(officeNumber);
    await queries.invalidateQueries({ queryKey: KEYS.partnerNews });
  };
  return (
    <details className="card" open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>初めて送った相手の証明書のことば（{offices.length}か所）</summary>
      {isOpen && (
        <div className="stack-s">
          <ul className="plain-list stack-s">
            {offices.map(({ officeNumber, name, known }) => (
              <li key={officeNumber}>
                {name}（{officeNumber}）
                {known.map(({ fingerprint }) => (
                  <div key={fingerprint}>
                    ことば: <CertificateWords fingerprint={fingerprint} />
                  </div>
                ))}
              </li>
            ))}
          </ul>
          <p>
            この PC は、この証明書を相手のものとして覚えました。{ASK_BY_TELEPHONE}
            違うときは、もう送らずに、送ったものを「送信一覧」から取り消し、運営者へ電話で知らせてください。あとで比べるときは、「設定」の「証明書の確認」に同じことばがあります。
          </p>
          <div>
            <Button small onClick={() => void compared()}>
              ことばを比べました
            </Button>
          </div>
        </div>
      )}
    </details>
  );
}
