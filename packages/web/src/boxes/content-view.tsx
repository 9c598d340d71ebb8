import { judgeReceived, type KeptContent, type ReceivedAttachment } from '@musubi/client';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import '../check/check.css';
import { download } from '../check/download.js';
import { UnitContent } from '../check/unit-dialog.js';
import { Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Icon } from '../ui/icons.js';
import { sizeText } from '../words/kinds.js';

/** Message, attachments and readable forms of a transmission. */
export function ContentView({ content, from }: { content: KeptContent; from: string }): ReactNode {
  const { message, files } = content;
  const attachments = useMemo(() => content.attachments.map(judgeReceived), [content]);
  return (
    <>
      {message !== null && (
        <section className="card stack-s" aria-label="メッセージ">
          <h2>{from}からのメッセージ</h2>
          <p className="form-text">{message}</p>
        </section>
      )}
      {attachments.length > 0 && (
        <section className="card stack-s" aria-label="添付ファイル">
          <h2>添付ファイル（{attachments.length}件）</h2>
          <ul className="plain-list stack-s">
            {attachments.map((one, at) => (
              <AttachmentItem key={`${one.name} ${at}`} {...one} />
            ))}
          </ul>
        </section>
      )}
      {files.length > 0 && (
        <section className="stack-s" aria-label="中身">
          <UnitContent files={files} />
        </section>
      )}
    </>
  );
}

function AttachmentItem({ name, mediaType, bytes, warning }: ReceivedAttachment): ReactNode {
  const isPicture = mediaType === 'image/jpeg' || mediaType === 'image/png';
  return (
    <li className="stack-s">
      <div className="row">
        <Icon name="clip" />
        <span>{name}</span>
        <span className="weak">{sizeText(bytes.length)}</span>
        <Button small icon="down" onClick={() => download(name, new Uint8Array(bytes), mediaType)}>
          保存<span className="visually-hidden">：{name}</span>
        </Button>
      </div>
      {warning !== null && <Banner tone="bad" title={warning} />}
      {isPicture && <Picture name={name} mediaType={mediaType} bytes={bytes} />}
    </li>
  );
}

function Picture({ name, mediaType, bytes }: Pick<ReceivedAttachment, 'name' | 'mediaType' | 'bytes'>) {
  const [url, setUrl] = useState('');
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: mediaType }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [bytes, mediaType]);
  return url ? <img src={url} alt={name} className="picture" /> : null;
}
