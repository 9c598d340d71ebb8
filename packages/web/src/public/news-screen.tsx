import type { Notice } from '@musubi/contract';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useDesk, useDeskState } from '../app/desk-context.js';
import { useDates } from '../app/preferences.js';
import { useNotices } from '../app/queries.js';
import { Badge } from '../ui/banner.js';
import { Failure } from '../ui/failure.js';
import { Paragraphs, PublicPage } from './public-page.js';

/** お知らせ: the public ones, and for signed-in people those for their office as well. */
export default function NewsScreen(): ReactNode {
  const { session } = useDeskState();
  return session ? <OfficeNews /> : <PublicNews />;
}

function OfficeNews(): ReactNode {
  const { data, error } = useNotices();
  return (
    <News
      notices={data?.value.notices}
      error={error}
      lead="すべての方へのお知らせと、あなたの事業所へのお知らせです。"
    />
  );
}

function PublicNews(): ReactNode {
  const desk = useDesk();
  const { data, error } = useQuery({
    queryKey: ['public-notices'],
    queryFn: () => desk.hub.call('listPublicNotices', {}),
  });
  return <News notices={data?.notices} error={error} lead="事業所ごとのお知らせは、ログインすると表示されます。" />;
}

function News({
  notices,
  error,
  lead,
}: {
  notices: readonly Notice[] | undefined;
  error: unknown;
  lead: string;
}): ReactNode {
  return (
    <PublicPage title="お知らせ" lead={lead}>
      {error != null && <Failure error={error} />}
      {notices?.length === 0 && <p className="empty">いまお知らせはありません。</p>}
      {notices && notices.length > 0 && <NoticeList notices={notices} />}
    </PublicPage>
  );
}

function NoticeList({ notices }: { notices: readonly Notice[] }): ReactNode {
  const dates = useDates();
  return (
    <ul className="plain-list stack">
      {notices.map(({ id, title, body, important, publishedAt }) => (
        <li key={id} className="card">
          <article className="stack-s">
            <p className="weak">
              <time dateTime={publishedAt}>{dates.date(publishedAt)}</time>{' '}
              {important && (
                <Badge tone="bad" icon="care">
                  重要
                </Badge>
              )}
            </p>
            <h2>{title}</h2>
            <Paragraphs text={body} />
          </article>
        </li>
      ))}
    </ul>
  );
}
