import type { NoticeAudience, OperatorNotice } from '@musubi/contract';
import { SERVICE_TYPES } from '@musubi/standard';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useDesk } from '../app/desk-context.js';
import { useKept } from '../app/kept.js';
import { type Dates, useDates } from '../app/preferences.js';
import { Badge } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Confirm } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';
import { Page } from '../ui/page.js';
import { SaveCsv } from '../ui/save-csv.js';
import { PREFECTURES } from '../words/prefectures.js';
import { NoticeForm } from './notice-form.js';

const KEY = ['operate', 'notices'];
const AUDIENCES = { everyone: '一般公開', signedIn: 'ログインしている全事業所' } as const;

function audienceText(audience: NoticeAudience): string {
  if (!('codes' in audience)) return AUDIENCES[audience.kind];
  const names = new Map(PREFECTURES);
  const nameOf = (code: string) => (audience.kind === 'prefecture' ? names.get(code) : SERVICE_TYPES.get(code)?.name);
  return audience.codes.map((code) => nameOf(code) ?? code).join('、');
}

/** Whether it is shown now, later, or no more. */
function timeText({ publishedAt, until }: OperatorNotice, dates: Dates, now: string): string {
  if (publishedAt > now) return `予約（${dates.moment(publishedAt)} から）`;
  if (until && until <= now) return `終了（${dates.moment(until)} まで）`;
  return until ? `公開中（${dates.moment(until)} まで）` : '公開中';
}

/** お知らせ: what the operators tell the public and the offices, to whom and when. */
export default function NoticesScreen(): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const queries = useQueryClient();
  const [edited, setEdited] = useKept<OperatorNotice | 'new' | null>('operate/notice', null);
  const [leaving, setLeaving] = useState<string | null>(null);
  const { data, error } = useQuery({
    queryKey: KEY,
    queryFn: async () => (await desk.hub.call('operatorListNotices', {})).notices,
  });
  const removing = useMutation({
    mutationFn: (id: string) => desk.hub.call('operatorRemoveNotice', { params: { id } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: KEY }),
    onSettled: () => setLeaving(null),
  });
  const now = new Date().toISOString();
  const rows = (data ?? []).map((one) => [
    timeText(one, dates, now),
    audienceText(one.audience),
    one.title,
    one.body,
    one.important ? '重要' : '',
  ]);
  return (
    <Page
      title="お知らせ"
      actions={
        <Button look="main" onClick={() => setEdited('new')}>
          新しいお知らせ
        </Button>
      }
    >
      {(error ?? removing.error) && <Failure error={error ?? removing.error} />}
      {data?.length === 0 && <p className="empty">お知らせはまだありません。</p>}
      {rows.length > 0 && (
        <SaveCsv name="お知らせ" rows={async () => [['時期', '宛先', '件名', '本文', '重要'], ...rows]} />
      )}
      <ul className="plain-list stack">
        {data?.map((notice) => (
          <li key={notice.id} className="card stack-s">
            <h2>
              {notice.important && <Badge tone="care">重要</Badge>} {notice.title}
            </h2>
            <p className="weak">
              {timeText(notice, dates, now)}／宛先: {audienceText(notice.audience)}
            </p>
            <p className="operate-text">{notice.body}</p>
            <div className="row">
              <Button small onClick={() => setEdited(notice)}>
                直す
              </Button>
              <Button small look="danger" onClick={() => setLeaving(notice.id)}>
                取り下げる…
              </Button>
            </div>
          </li>
        ))}
      </ul>
      {edited && (
        <NoticeForm
          notice={edited === 'new' ? null : edited}
          onDone={() => queries.invalidateQueries({ queryKey: KEY })}
          onClose={() => setEdited(null)}
        />
      )}
      {leaving && (
        <Confirm
          title="お知らせを取り下げます"
          action="取り下げる"
          danger
          busy={removing.isPending}
          onConfirm={() => removing.mutate(leaving)}
          onClose={() => setLeaving(null)}
        >
          <p>どの事業所にも表示されなくなります。元には戻せません。</p>
        </Confirm>
      )}
    </Page>
  );
}
