import type { EndingCertificate } from '@musubi/contract';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { useDesk } from '../app/desk-context.js';
import { useKept } from '../app/kept.js';
import { type Dates, useDates } from '../app/preferences.js';
import { Badge, Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { Page } from '../ui/page.js';
import { CertificateForm, RevocationForm } from './certificate-form.js';
import { actsColumn, type Column, PagedTable } from './columns.js';

const columns = (dates: Dates, revoke: (certificate: EndingCertificate) => void): Column<EndingCertificate>[] => [
  { head: '事業所番号', text: ({ officeNumber }) => officeNumber },
  {
    head: '名前',
    text: ({ officeName }) => officeName,
    cell: ({ officeName, officeNumber }) => <Link href={`/operate/offices/${officeNumber}`}>{officeName}</Link>,
  },
  { head: '期限', text: ({ notAfter }) => dates.date(notAfter) },
  {
    head: '後の証明書',
    text: ({ hasSuccessor }) => (hasSuccessor ? 'あり' : 'なし'),
    cell: ({ hasSuccessor }) => (
      <Badge tone={hasSuccessor ? 'good' : 'care'} icon={hasSuccessor ? 'good' : 'care'}>
        {hasSuccessor ? 'あり' : 'なし'}
      </Badge>
    ),
  },
  actsColumn((certificate) => (
    <Button small look="danger" onClick={() => revoke(certificate)}>
      失効させる…
    </Button>
  )),
];

/** 証明書: in which month how many end, and whose. */
export default function CertificatesScreen(): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const [chosen, setChosen] = useState<string | null>(null);
  const [isAdding, setAdding] = useKept('operate/certificate-adding', false);
  const [revoked, setRevoked] = useKept<EndingCertificate | null>('operate/certificate-revoking', null);
  const { data, error } = useQuery({
    queryKey: ['operate', 'certificate-months'],
    queryFn: () => desk.hub.call('operatorCertificateMonths', {}),
  });
  const month = chosen ?? data?.months[0]?.month ?? null;
  const title =
    month === 'ended' ? '期限が切れ、後の証明書がない事業所' : month ? `期限が${monthText(month, dates)}の証明書` : '';
  return (
    <Page title="証明書の期限" actions={<Button onClick={() => setAdding(true)}>証明書を登録する…</Button>}>
      {error && <Failure error={error} />}
      {data && data.expiredWithoutSuccessor > 0 && (
        <Banner tone="bad" title={`証明書が切れたままの事業所が${data.expiredWithoutSuccessor}か所あります。`}>
          <Button small onClick={() => setChosen('ended')}>
            一覧を見る
          </Button>
        </Banner>
      )}
      {data && (
        <ul className="plain-list operate-cards" aria-label="期限の月">
          {data.months.map(({ month: one, count, withoutSuccessor }) => (
            <li key={one}>
              <Button onClick={() => setChosen(one)} aria-pressed={month === one}>
                <span>
                  {monthText(one, dates)}
                  <br />
                  {count}件<span className="visually-hidden">、</span>
                  <span className="weak">（後がない {withoutSuccessor}件）</span>
                </span>
              </Button>
            </li>
          ))}
        </ul>
      )}
      {month && (
        <section className="stack">
          <h2>{title}</h2>
          <PagedTable
            label={`${title}の一覧`}
            fileName={`証明書の期限_${month}`}
            queryKey={['operate', 'certificates', month]}
            load={(page) =>
              desk.hub.call('operatorListCertificates', { query: { ...(month === 'ended' ? {} : { month }), ...page } })
            }
            columns={columns(dates, setRevoked)}
            keyOf={({ fingerprint }) => fingerprint}
            empty="ありません。"
          />
        </section>
      )}
      {isAdding && <CertificateForm officeNumber={null} onClose={() => setAdding(false)} />}
      {revoked && (
        <RevocationForm certificate={revoked} officeName={revoked.officeName} onClose={() => setRevoked(null)} />
      )}
    </Page>
  );
}

const monthText = (month: string, dates: Dates) => dates.month(month).replace(/分$/, '');
