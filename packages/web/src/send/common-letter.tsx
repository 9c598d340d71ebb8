import { MAX_MESSAGE_CHARACTERS } from '@musubi/client';
import { unreadRemark } from '@musubi/standard';
import { type ReactNode, useId, useRef } from 'react';
import { Button } from '../ui/button.js';
import { readList } from '../ui/drop-area.js';
import { TextArea } from '../ui/field.js';
import { Icon } from '../ui/icons.js';
import { useTell } from '../ui/toasts.js';
import { sizeText } from '../words/kinds.js';
import type { BatchAttachment } from './batch.js';
import { type BatchWork, judgeAll } from './use-batch.js';

/** Message and attachments that go to everybody. */
export function CommonLetter({ work, many }: { work: BatchWork; many: boolean }): ReactNode {
  const { batch } = work;
  const isOpen = batch.message !== '' || batch.attachments.length > 0;
  return (
    <details className="card" open={isOpen || !many}>
      <summary>{many ? '全員へのメッセージと添付' : 'メッセージと添付'}</summary>
      <div className="stack letter">
        <MessageField value={batch.message} onChange={work.setMessage} />
        <Attachments
          attachments={batch.attachments}
          onAdd={work.addAttachments}
          onRemove={work.removeAttachment}
          label={many ? '全員に添付' : '添付'}
        />
      </div>
    </details>
  );
}

export function MessageField({
  value,
  onChange,
  label = 'メッセージ',
}: {
  value: string;
  onChange: (value: string) => void;
  label?: string;
}): ReactNode {
  const length = [...value].length;
  const isTooLong = length > MAX_MESSAGE_CHARACTERS;
  return (
    <TextArea
      label={label}
      hint={`${MAX_MESSAGE_CHARACTERS}文字まで（いま${length}文字）。暗号化されるので、相手の事業所だけが読めます。`}
      error={isTooLong ? `${length - MAX_MESSAGE_CHARACTERS}文字多すぎます。` : null}
      value={value}
      rows={3}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

export function Attachments({
  attachments,
  onAdd,
  onRemove,
  label,
}: {
  attachments: readonly BatchAttachment[];
  onAdd: (added: readonly BatchAttachment[]) => void;
  onRemove: (gone: BatchAttachment) => void;
  label: string;
}): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const tell = useTell();
  const take = async (list: FileList | null) => {
    if (!list) return;
    const read = await readList(list);
    const { good, refused } = judgeAll(
      read.filter((file) => 'bytes' in file).map(({ path, bytes }) => ({ name: path, bytes })),
    );
    const unread = read.filter((file) => 'unread' in file).map((file) => unreadRemark(file).message);
    for (const text of [...unread, ...refused]) tell('care', text);
    if (good.length > 0) onAdd(good);
  };
  return (
    <div className="stack-s">
      <strong id={id}>{label}</strong>
      {attachments.length > 0 && (
        <ul className="plain-list" aria-labelledby={id}>
          {attachments.map((one, at) => (
            <li key={`${one.name} ${at}`} className="row">
              <Icon name="clip" />
              <span>{one.name}</span>
              {one.size !== null && <span className="weak">{sizeText(one.size)}</span>}
              <Button look="text" small onClick={() => onRemove(one)}>
                取り除く<span className="visually-hidden">：{one.name}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div className="row">
        <Button small icon="clip" onClick={() => input.current?.click()}>
          添付を選ぶ
        </Button>
        <span className="weak">PDF、JPEG、PNG、Word、Excel</span>
        <input
          ref={input}
          type="file"
          multiple
          hidden
          onChange={(event) => {
            void take(event.target.files).finally(() => {
              event.target.value = '';
            });
          }}
        />
      </div>
    </div>
  );
}
