import type { Partner } from '@musubi/contract';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useDates } from '../app/preferences.js';
import { usePartners } from '../app/queries.js';
import { StaleNote } from '../top/stale-note.js';
import { Failure } from '../ui/failure.js';
import { Page } from '../ui/page.js';
import './letters.css';
import { PartnersCsv } from './letter-csv.js';
import { Thread } from './thread.js';

/** 連絡: messages with a partner as one thread, with or without files. */
export default function LettersScreen({ partner = '' }: { partner?: string }): ReactNode {
  const { data, error } = usePartners();
  const partners = data?.value.partners ?? [];
  const chosen = partners.find(({ officeNumber }) => officeNumber === partner);
  return (
    <Page title={chosen ? `連絡：${chosen.name}` : '連絡'}>
      {error && <Failure error={error} />}
      {data?.copyOf && <StaleNote at={data.copyOf} />}
      <div className={`letters${partner ? ' letters-open' : ''}`}>
        <nav aria-label="相手の事業所" className="letters-partners">
          {data && partners.length === 0 && (
            <p className="empty">
              まだ連絡した相手がいません。<Link href="/new">新規作成</Link>から送れます。
            </p>
          )}
          <ul className="plain-list">
            {partners.map((one) => (
              <PartnerItem key={one.officeNumber} partner={one} isCurrent={one.officeNumber === partner} />
            ))}
          </ul>
        </nav>
        {partner ? (
          <Thread key={partner} officeNumber={partner} partner={chosen ?? null} />
        ) : (
          <p className="empty letters-hint">相手を選ぶと、これまでの連絡が表示されます。</p>
        )}
      </div>
      {partners.length > 0 && !partner && <PartnersCsv partners={partners} />}
    </Page>
  );
}

function PartnerItem({ partner, isCurrent }: { partner: Partner; isCurrent: boolean }): ReactNode {
  const dates = useDates();
  const { officeNumber, name, lastAt, unopened } = partner;
  return (
    <li>
      <Link
        href={`/letters/${officeNumber}`}
        className="letters-partner"
        {...(isCurrent ? { 'aria-current': 'page' as const } : {})}
      >
        <span>
          {name}
          <br />
          <span className="weak">{dates.moment(lastAt)}</span>
        </span>
        {unopened > 0 && (
          <span className="count">
            {unopened}
            <span className="visually-hidden">件が未開封</span>
          </span>
        )}
      </Link>
    </li>
  );
}
