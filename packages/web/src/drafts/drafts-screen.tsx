import type { ListedDraft, UnsavedDraft } from '@musubi/client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { useDesk } from '../app/desk-context.js';
import { type Dates, useDates } from '../app/preferences.js';
import { KEYS, useDrafts } from '../app/queries.js';
import { Badge } from '../ui/banner.js';
import { Button, ButtonLink } from '../ui/button.js';
import { Confirm } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';
import { Page } from '../ui/page.js';
import { SaveCsv } from '../ui/save-csv.js';
import { useTell } from '../ui/toasts.js';
import { errorText } from '../words/errors.js';

/** 下書き一覧: shared by all terminals of the office, with who is at work on what. */
export default function DraftsScreen(): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const { data: drafts, error } = useDrafts(true);
  const { data: unsaved = [] } = useQuery({
    queryKey: [...KEYS.drafts, 'unsaved'],
    queryFn: () => desk.unsaved.list(),
  });
  const shown = (drafts ?? []).filter(({ data }) => !unsaved.some(({ id }) => id === data.id));
  return (
    <Page
      title="下書き一覧"
      actions={
        <ButtonLink to="/bulk" look="main" icon="bulk">
          新しく作る
        </ButtonLink>
      }
    >
      <p>
        下書きは事業所のどの端末からでも続けられます。自事業所の証明書で暗号化しているので、連携基盤の運営者にも読めません。
      </p>
      {error && <Failure error={error} />}
      {!drafts && !error && <p role="status">読み込んでいます…</p>}
      {drafts && shown.length === 0 && unsaved.length === 0 && <p className="empty">下書きはありません。</p>}
      <ul className="plain-list stack-s">
        {unsaved.map((draft) => (
          <UnsavedItem key={draft.id} draft={draft} />
        ))}
        {shown.map((draft) => (
          <DraftItem key={draft.data.id} draft={draft} />
        ))}
      </ul>
      {shown.length + unsaved.length > 0 && <SaveCsv name="下書き一覧" rows={() => draftRows(shown, unsaved, dates)} />}
    </Page>
  );
}

/** The drafts as a spreadsheet: what, for whom, saved when and by whom. */
function draftRows(shared: readonly ListedDraft[], unsaved: readonly UnsavedDraft[], dates: Dates): string[][] {
  const months = (head: UnsavedDraft['head']) => head.months.map(dates.month).join('、');
  return [
    ['内容', '対象年月', '送信先', '保存した日時', '保存した人', '保存した場所'],
    ...unsaved.map(({ head, at }) => [
      ...[head.title, months(head), head.recipients.join('、')],
      ...[dates.moment(at), '', 'この端末だけ'],
    ]),
    ...shared.map(({ head, data }) => [
      ...(head
        ? [head.title, months(head), head.recipients.join('、')]
        : ['この端末の証明書では開けない下書き', '', '']),
      ...[dates.moment(data.updatedAt), data.updatedBy, '事業所の全端末'],
    ]),
  ];
}

function recipientsText(recipients: readonly string[]): string {
  const [first, second] = recipients;
  if (!first) return '送信先なし';
  return recipients.length > 2 ? `${first}、${second} ほか（${recipients.length}件）` : recipients.join('、');
}

function UnsavedItem({ draft }: { draft: UnsavedDraft }): ReactNode {
  const dates = useDates();
  const { id, head, at } = draft;
  return (
    <li className="card row spread">
      <div>
        <Link href={`/drafts/${id}`}>
          <strong>
            {head.title} {head.months.map(dates.month).join('、')}
          </strong>
        </Link>
        <p>{recipientsText(head.recipients)}</p>
        <p className="weak">
          <Badge tone="care" icon="off">
            この端末だけ
          </Badge>{' '}
          オフラインのとき（{dates.moment(at)}）に保存しました。開くと、事業所の下書きとして保存し直します。
        </p>
      </div>
      <ButtonLink to={`/drafts/${id}`}>続ける</ButtonLink>
    </li>
  );
}

function DraftItem({ draft: { data, head } }: { draft: ListedDraft }): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const tell = useTell();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const others = data.editing && data.editing.terminalId !== desk.state.session?.terminalId ? data.editing : null;
  const discard = async () => {
    try {
      await desk.hub.call('deleteDraft', { params: { id: data.id } });
    } catch (error) {
      tell('bad', errorText(error));
    }
    await queries.invalidateQueries({ queryKey: KEYS.drafts });
  };
  return (
    <li className="card row spread">
      <div>
        {head ? (
          <>
            <Link href={`/drafts/${data.id}`}>
              <strong>
                {head.title} {head.months.map(dates.month).join('、')}
              </strong>
            </Link>
            <p>{recipientsText(head.recipients)}</p>
          </>
        ) : (
          <p>
            <strong>この端末の証明書では開けない下書き</strong>
          </p>
        )}
        <p className="weak">
          {dates.moment(data.updatedAt)} {data.updatedBy}さんが保存
        </p>
        {others && (
          <Badge tone="care" icon="draft">
            {others.displayName}さんが編集中（{others.terminalName}）
          </Badge>
        )}
      </div>
      <div className="row">
        {head && <ButtonLink to={`/drafts/${data.id}`}>続ける</ButtonLink>}
        <Button look="text" onClick={() => setAsking(true)}>
          捨てる
        </Button>
      </div>
      {asking && (
        <Confirm
          title="下書きを捨てますか"
          action="捨てる"
          danger
          onConfirm={() => void discard()}
          onClose={() => setAsking(false)}
        >
          <p>事業所のほかの端末からも見えなくなります。元に戻せません。</p>
        </Confirm>
      )}
    </li>
  );
}
