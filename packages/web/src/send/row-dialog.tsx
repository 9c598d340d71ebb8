import type { ReactNode } from 'react';
import { useKept } from '../app/kept.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { CheckBox } from '../ui/field.js';
import type { BatchAttachment, Row } from './batch.js';
import { Attachments, MessageField } from './common-letter.js';
import type { BatchWork } from './use-batch.js';

/** Message and attachments for one recipient alone. */
export function RowDialog({ row, work, onClose }: { row: Row; work: BatchWork; onClose: () => void }): ReactNode {
  const [isOwn, setOwn] = useKept(`send/is-own/${row.key}`, row.edit.message !== null);
  const [message, setMessage] = useKept(`send/message/${row.key}`, row.edit.message ?? work.batch.message);
  const [attachments, setAttachments] = useKept<readonly BatchAttachment[]>(
    `send/attachments/${row.key}`,
    row.edit.attachments,
  );
  const name = row.recipient.state === 'known' ? row.recipient.office.name : row.officeNumber;
  const save = () => {
    work.edit(row.key, { message: isOwn ? message : null, attachments });
    onClose();
  };
  return (
    <Dialog title={`${name}への手紙`} onClose={onClose}>
      <CheckBox
        label="この相手だけ、別のメッセージにする"
        checked={isOwn}
        onChange={(event) => setOwn(event.target.checked)}
      />
      {isOwn ? (
        <MessageField label="この相手へのメッセージ" value={message} onChange={setMessage} />
      ) : (
        <p className="weak">
          {work.batch.message === '' ? 'メッセージはありません。' : `全員へのメッセージ: ${work.batch.message}`}
        </p>
      )}
      <Attachments
        label="この相手だけの添付"
        attachments={attachments}
        onAdd={(added) => setAttachments([...attachments, ...added])}
        onRemove={(gone) => setAttachments(attachments.filter((one) => one !== gone))}
      />
      <div className="row row-end">
        <Button onClick={onClose}>やめる</Button>
        <Button look="main" onClick={save}>
          決める
        </Button>
      </div>
    </Dialog>
  );
}
