import type { ReactNode } from 'react';
import { Badge } from '../ui/banner.js';
import type { Row } from './batch.js';

/** Where a row stands, in a word and, where there is one, the reason. */
export function RowState({ row }: { row: Row }): ReactNode {
  const { edit, trouble, result, recipient } = row;
  if (result) {
    switch (result.state) {
      case 'accepted':
        return (
          <Badge tone="good" icon="good">
            送信済
          </Badge>
        );
      case 'repeated':
        return (
          <>
            <Badge tone="good" icon="good">
              もう送ってあります
            </Badge>
            <p className="weak">{result.reason}</p>
          </>
        );
      case 'sending':
        return (
          <Badge tone="info" icon="send">
            送信中
          </Badge>
        );
      case 'waiting':
        return (
          <>
            <Badge tone="care" icon="wait">
              送信待ち
            </Badge>
            <p className="weak">{result.reason}送れるようになると、自動で送ります。</p>
          </>
        );
      case 'refused':
        return (
          <>
            <Badge tone="bad" icon="bad">
              送れませんでした
            </Badge>
            <p className="weak">{result.reason}</p>
          </>
        );
    }
  }
  if (edit.leftOut) return <Badge tone="quiet">送らない</Badge>;
  if (trouble) {
    return (
      <>
        <Badge tone={recipient.state === 'unknown' ? 'care' : 'bad'} icon="care">
          送れません
        </Badge>
        <p className="weak">{trouble}</p>
      </>
    );
  }
  if (recipient.state === 'asking') return <span className="weak">送信先を確認中…</span>;
  return (
    <Badge tone="info" icon="good">
      {edit.supersedes ? '送れます（差し替え）' : '送れます'}
    </Badge>
  );
}
