import { findOffices, type KnownOffice } from '@musubi/client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useDesk, useSession } from '../app/desk-context.js';
import { KEYS } from '../app/queries.js';
import { Badge, Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { usePartnerNews } from './certificate-news.js';
import { CertificateWords } from './certificate-words.js';
import { StrangerQuestion } from './stranger-question.js';

const HOW = {
  first: '初めてのときに覚えました',
  endorsed: '相手の裏書きがあります',
  accepted: '確かめて受け入れました',
  own: 'この PC の証明書です',
} as const;
/** Names and words of many at once take their time: more are shown by the list below. */
const MOST_SHOWN = 10;

/** 証明書の確認: partners' certificates to decide about, those met just now, and the words of all others. */
export function PartnerCertificates(): ReactNode {
  const desk = useDesk();
  const { office } = useSession();
  const queries = useQueryClient();
  const news = usePartnerNews();
  const { data: offices, error } = useQuery({
    queryKey: KEYS.knownOffices,
    queryFn: async () => {
      const numbers = (await desk.trust.known.offices()).filter((one) => one !== office.officeNumber);
      const found = await findOffices(desk.hub, numbers);
      return numbers.map((officeNumber) => ({ officeNumber, name: found.get(officeNumber)?.name ?? '事業所' }));
    },
  });
  const nameOf = (number: string) => offices?.find(({ officeNumber }) => officeNumber === number)?.name ?? '事業所';
  const asked = news.filter(({ strangers }) => strangers.length > 0);
  const met = news.filter(({ isIntroduced }) => !isIntroduced);
  const introduce = async () => {
    for (const { officeNumber } of met) await desk.trust.known.introduce(officeNumber);
    await queries.invalidateQueries({ queryKey: KEYS.partnerNews });
  };
  return (
    <section className="card stack" aria-label="証明書の確認">
      <h2>証明書の確認（取引先）</h2>
      {error && <Failure error={error} />}
      {asked.length > 0 && (
        <Banner tone="care" title={`取引先の新しい証明書が${asked.length}事業所分あります。確かめるまで使いません。`}>
          {asked.flatMap(({ officeNumber, strangers }) =>
            strangers.map((fingerprint) => (
              <StrangerQuestion
                key={fingerprint}
                officeNumber={officeNumber}
                name={nameOf(officeNumber)}
                fingerprint={fingerprint}
              />
            )),
          )}
        </Banner>
      )}
      {met.length > 0 && (
        <Banner tone="info" title={`初めての取引先${met.length}件の証明書を、この PC が覚えました。`}>
          <p>電話のついでなどに、相手の「設定」の「証明書」に出ている「ことば」と同じか比べておくと安心です。</p>
          <ul className="plain-list stack-s">
            {met.slice(0, MOST_SHOWN).map(({ officeNumber, known }) => (
              <li key={officeNumber}>
                {nameOf(officeNumber)}（{officeNumber}）
                {known.map(({ fingerprint }) => (
                  <div key={fingerprint}>
                    ことば: <CertificateWords fingerprint={fingerprint} />
                  </div>
                ))}
              </li>
            ))}
          </ul>
          <div>
            <Button small onClick={() => void introduce()}>
              確かめました
            </Button>
          </div>
        </Banner>
      )}
      <p className="weak">
        取引先の証明書は、初めて送受信したときのものをこの PC
        が覚えています。あとから増えた証明書は、前からの証明書による裏書きがあるか、あなたが確かめたときだけ使います。運営者が知らない証明書を登録しても、それでは読めず、取引先の名前で送ることもできません。
      </p>
      {offices && offices.length > 0 && (
        <details>
          <summary>取引先{offices.length}件の証明書の「ことば」を見る</summary>
          <ul className="plain-list stack-s">
            {offices.map((one) => (
              <Partner key={one.officeNumber} {...one} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function Partner({ officeNumber, name }: { officeNumber: string; name: string }): ReactNode {
  const desk = useDesk();
  const queries = useQueryClient();
  const [shown, setShown] = useState<KnownOffice | null>(null);
  const show = async () => setShown(await desk.trust.known.of(officeNumber));
  const acceptAfterAll = async (fingerprint: string) => {
    await desk.trust.known.accept(officeNumber, fingerprint, new Date());
    await queries.invalidateQueries({ queryKey: KEYS.partnerNews });
    await show();
  };
  return (
    <li className="stack-s">
      <div className="row">
        <span>
          {name}（{officeNumber}）
        </span>
        {!shown && (
          <Button small look="text" onClick={() => void show()}>
            ことばを見る<span className="visually-hidden">：{name}</span>
          </Button>
        )}
      </div>
      {shown?.known.map(({ fingerprint, how }) => (
        <div key={fingerprint}>
          <CertificateWords fingerprint={fingerprint} /> <Badge tone="quiet">{HOW[how]}</Badge>
        </div>
      ))}
      {shown?.leftOut.map((fingerprint) => (
        <div key={fingerprint} className="row">
          <CertificateWords fingerprint={fingerprint} /> <Badge tone="care">使わないことにしました</Badge>
          <Button small onClick={() => void acceptAfterAll(fingerprint)}>
            やはり受け入れる
          </Button>
        </div>
      ))}
    </li>
  );
}
