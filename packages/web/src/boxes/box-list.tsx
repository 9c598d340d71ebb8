import type { Transmission } from '@musubi/contract';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useDates } from '../app/preferences.js';
import { Badge } from '../ui/banner.js';
import { CheckBox } from '../ui/field.js';
import { Icon } from '../ui/icons.js';
import { VirtualList } from '../ui/virtual-list.js';
import { inboxState, KIND_NAMES, sentState } from '../words/kinds.js';

interface BoxListProps {
  box: 'inbox' | 'sent';
  rows: readonly Transmission[];
  total: number | null;
  selected: ReadonlySet<string>;
  onSelect: (id: string, isSelected: boolean) => void;
  onEnd: () => void;
}

const HEADS = {
  inbox: ['選択', '届いた日時', '送信元', '内容', '', '状態', '期限'],
  sent: ['選択', '送った日時', '送信先', '内容', '相手の様子', '状態'],
} as const;

/** 受信一覧 and 送信一覧: newest first, any length. */
export function BoxList({ box, rows, total, selected, onSelect, onEnd }: BoxListProps): ReactNode {
  return (
    <VirtualList
      label={box === 'inbox' ? '受信一覧' : '送信一覧'}
      rows={rows}
      total={total}
      estimate={62}
      keyOf={({ id }) => id}
      onEnd={onEnd}
      head={
        <div role="row" className={`list-row list-row-head ${box}-row`} tabIndex={-1}>
          {HEADS[box].map((label, at) => (
            <span role="columnheader" key={at}>
              {label || <span className="visually-hidden">備考</span>}
            </span>
          ))}
        </div>
      }
      row={(transmission, index) => (
        <BoxRow
          box={box}
          transmission={transmission}
          index={index}
          isSelected={selected.has(transmission.id)}
          onSelect={(isSelected) => onSelect(transmission.id, isSelected)}
        />
      )}
    />
  );
}

function BoxRow({
  box,
  transmission,
  index,
  isSelected,
  onSelect,
}: {
  box: 'inbox' | 'sent';
  transmission: Transmission;
  index: number;
  isSelected: boolean;
  onSelect: (isSelected: boolean) => void;
}): ReactNode {
  const dates = useDates();
  const { id, sender, recipient, kind, serviceMonth, submittedAt, hasMessage, attachmentCount, expiresAt } =
    transmission;
  const partner = box === 'inbox' ? sender : recipient;
  const state = box === 'inbox' ? inboxState(transmission) : sentState(transmission);
  const isUnread =
    box === 'inbox' && transmission.openedAt === null && ['consigned', 'handedOver'].includes(transmission.delivery);
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className={`list-row ${box}-row`}
      {...(isUnread ? { 'data-unread': '' } : {})}
      tabIndex={-1}
    >
      <span role="cell">
        <CheckBox
          hidden
          label={`${partner.name}、${dates.moment(submittedAt)}を選ぶ`}
          checked={isSelected}
          onChange={(event) => onSelect(event.target.checked)}
        />
      </span>
      <span role="cell" className="nowrap">
        {dates.moment(submittedAt)}
      </span>
      <span role="cell">{partner.name}</span>
      <span role="cell">
        <Link href={`/${box}/${id}`}>
          {isUnread && <span className="visually-hidden">未開封 </span>}
          {KIND_NAMES[kind]} {serviceMonth ? dates.month(serviceMonth) : ''}
        </Link>{' '}
        <span className="weak nowrap">
          {hasMessage && (
            <>
              <Icon name="letter" size={14} /> メッセージ{' '}
            </>
          )}
          {attachmentCount > 0 && (
            <>
              <Icon name="clip" size={14} /> 添付{attachmentCount}
            </>
          )}
        </span>
      </span>
      <span role="cell" className="weak">
        {box === 'sent' && transmission.agentName && (
          <>
            代行: {transmission.agentName}
            <br />
          </>
        )}
        {box === 'sent' ? progressText(transmission, dates.moment) : ''}
      </span>
      <span role="cell">
        <Badge tone={state.tone} icon={state.icon}>
          {state.text}
        </Badge>
      </span>
      {box === 'inbox' && (
        <span role="cell" className="weak">
          {transmission.delivery === 'consigned' ? `${dates.date(expiresAt).replace(/^.*年/, '')}まで` : ''}
        </span>
      )}
    </div>
  );
}

/** Who on the other side fetched it and when. */
export function progressText(
  { releasedAt, handedOverAt, handedOverTo, openedAt, delivery, expiresAt }: Transmission,
  moment: (instant: string) => string,
): string {
  if (handedOverAt === null && releasedAt !== null && delivery === 'consigned')
    return `${moment(releasedAt)} 相手が受け取りを始めました（すべて受け取ったという確認は、まだ届いていません）`;
  if (handedOverAt === null)
    return delivery === 'consigned'
      ? `まだ取得されていません（期限 ${moment(expiresAt).replace(/^.*年| .*$/g, '')}）`
      : '';
  const who = handedOverTo ? `${handedOverTo}さん` : '相手';
  return `${moment(handedOverAt)} ${who}が取得${openedAt ? `、${moment(openedAt)} 開封` : ''}`;
}
