import { serviceTypeName, UNIT_NAMES } from '@musubi/standard';
import { memo, type ReactNode, useState } from 'react';
import { useClientNames } from '../app/client-names.js';
import { useKept } from '../app/kept.js';
import { useDates } from '../app/preferences.js';
import { clientsText } from '../check/clients-text.js';
import { FindingsBadge, FindingsList } from '../check/findings-list.js';
import type { FileWork } from '../check/use-files.js';
import { Badge } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { CheckBox } from '../ui/field.js';
import { Icon } from '../ui/icons.js';
import { isGone, looksSame, type Row } from './batch.js';
import { PreviewDialog } from './preview-dialog.js';
import { RowDialog } from './row-dialog.js';
import { RowState } from './row-state.js';
import type { BatchWork } from './use-batch.js';
import type { SendingWork } from './use-sending.js';

const SHOWN = 300;

/** One row per recipient: who, what, whether it may go, and what became of it. */
export function RowsTable({
  rows,
  work,
  files,
  sending,
  busy,
}: {
  rows: readonly Row[];
  work: BatchWork;
  files: FileWork;
  sending: SendingWork;
  busy: boolean;
}): ReactNode {
  const [editing, setEditing] = useKept<string | null>('send/editing', null);
  const [previewing, setPreviewing] = useState<string | null>(null);
  const [limit, setLimit] = useState(SHOWN);
  const edited = rows.find(({ key }) => key === editing);
  const previewed = rows.find(({ key }) => key === previewing);
  return (
    <section className="stack-s" aria-label="送信先">
      <h2>送信先（{rows.length}件）</h2>
      <div className="table-frame" tabIndex={0} role="group" aria-label="送信先の表">
        <table className="table table-cards send-table">
          <thead>
            <tr>
              {['送る', '送信先', '内容', '利用者', '点検', 'メッセージ・添付', '状態'].map((label) => (
                <th key={label} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, limit).map((row) => (
              <StillRow
                key={row.key}
                row={row}
                busy={busy}
                onLeaveOut={(leftOut) => work.edit(row.key, { leftOut })}
                onEdit={() => setEditing(row.key)}
                onPreview={() => setPreviewing(row.key)}
                onRemove={() =>
                  row.unit ? void files.remove(row.unit.files.map(({ name }) => name)) : work.removeLetter(row.key)
                }
                onRetry={(supersedes) => {
                  if (supersedes) work.edit(row.key, { supersedes });
                  sending.forget(row.key);
                }}
                files={files}
              />
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > limit && (
        <Button onClick={() => setLimit(limit + SHOWN)}>続きを表示（あと{rows.length - limit}件）</Button>
      )}
      {edited && <RowDialog row={edited} work={work} onClose={() => setEditing(null)} />}
      {previewed && <PreviewDialog row={previewed} onClose={() => setPreviewing(null)} />}
    </section>
  );
}

/** Drawn again only when it would look different: hundreds of rows stand still while one is sent. */
const StillRow = memo(RowView, (before, after) => before.busy === after.busy && looksSame(before.row, after.row));

function RowView({
  row,
  busy,
  files,
  onLeaveOut,
  onEdit,
  onPreview,
  onRemove,
  onRetry,
}: {
  row: Row;
  busy: boolean;
  files: FileWork;
  onLeaveOut: (leftOut: boolean) => void;
  onEdit: () => void;
  onPreview: () => void;
  onRemove: () => void;
  /** Named is the transmission that the row is to replace. */
  onRetry: (supersedes?: string) => void;
}): ReactNode {
  const dates = useDates();
  const nameOf = useClientNames();
  const { unit, edit, trouble, recipient, officeNumber, serviceType, attachments, message, result } = row;
  const name = recipient.state === 'known' ? recipient.office.name : officeNumber;
  const isSent = isGone(row);
  const findings = unit?.findings.filter(({ severity }) => severity !== 'notice') ?? [];
  return (
    <>
      <tr className={edit.leftOut ? 'left-out' : ''}>
        <td data-label="送る">
          <CheckBox
            label={`${name}へ送る`}
            hidden
            checked={!edit.leftOut && trouble === null}
            disabled={busy || isSent || trouble !== null}
            onChange={(event) => onLeaveOut(!event.target.checked)}
          />
        </td>
        <td data-label="送信先">
          <strong>{name}</strong>
          <br />
          <span className="weak">
            {officeNumber} {serviceType ? serviceTypeName(serviceType) : ''}
          </span>
          {row.remark && !isSent && (
            <p>
              <Icon name="care" size={16} /> {row.remark}
            </p>
          )}
        </td>
        <td data-label="内容">
          {unit ? UNIT_NAMES[unit.kind] : attachments.length > 0 ? '添付ファイル' : 'メッセージ'}
          <br />
          <span className="weak nowrap">
            {unit?.month ? `${dates.month(unit.month)} ` : ''}
            {unit ? `第${unit.edition}版` : ''}
          </span>
        </td>
        <td data-label="利用者">{unit ? clientsText(unit, nameOf) : '―'}</td>
        <td data-label="点検">{unit ? <FindingsBadge findings={unit.findings} /> : '―'}</td>
        <td data-label="メッセージ・添付" className="nowrap">
          {message !== '' && (
            <Badge tone="quiet" icon="letter">
              あり
            </Badge>
          )}{' '}
          {attachments.length > 0 && (
            <Badge tone="quiet" icon="clip">
              {attachments.length}
            </Badge>
          )}
          <Button look="text" small onClick={onEdit} disabled={busy || isSent}>
            編集<span className="visually-hidden">：{name}</span>
          </Button>
        </td>
        <td data-label="状態">
          <RowState row={row} />
          <div className="row row-actions">
            <Button look="text" small onClick={onPreview}>
              中身を見る<span className="visually-hidden">：{name}</span>
            </Button>
            {result?.state === 'refused' && (
              <Button look="text" small onClick={() => onRetry(result.earlier)}>
                {result.earlier ? '差し替えとして送る' : 'もう一度送る'}
              </Button>
            )}
            {!isSent && (
              <Button look="text" small onClick={onRemove} disabled={busy}>
                外す<span className="visually-hidden">：{name}</span>
              </Button>
            )}
          </div>
        </td>
      </tr>
      {findings.length > 0 && !edit.leftOut && (
        <tr>
          <td colSpan={7}>
            <details open={findings.some(({ severity }) => severity === 'error')}>
              <summary>
                <Icon name="care" size={16} /> 見つかったこと（{findings.length}件）
              </summary>
              <FindingsList findings={findings} onRepair={(repairs) => void files.repair(repairs)} />
            </details>
          </td>
        </tr>
      )}
    </>
  );
}
