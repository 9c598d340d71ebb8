import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useDates } from '../app/preferences.js';
import { Badge } from '../ui/banner.js';
import { inboxState, KIND_NAMES, sentState } from '../words/kinds.js';
import { clientText, type RecordEntry } from './collect.js';

const SHOWN = 200;

/** What was collected: direction, partner, content, clients, and when each step happened. */
export function RecordTable({ entries }: { entries: readonly RecordEntry[] }): ReactNode {
  const dates = useDates();
  const when = (instant: string | null) => (instant ? dates.moment(instant) : '―');
  return (
    <>
      <div className="table-frame" tabIndex={0} role="group" aria-label="記録の表">
        <table className="table table-cards table-tight">
          <thead>
            <tr>
              {['方向', '相手', '内容', '利用者', '送信', '取得', '開封', '状態'].map((label) => (
                <th key={label} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {entries.slice(0, SHOWN).map(({ transmission, isIncoming, clients: people }) => {
              const clients = people.map(clientText);
              const { id, sender, recipient, kind, serviceMonth, submittedAt, handedOverAt, openedAt } = transmission;
              const state = isIncoming ? inboxState(transmission) : sentState(transmission);
              return (
                <tr key={id}>
                  <td data-label="方向">{isIncoming ? '受信' : '送信'}</td>
                  <td data-label="相手">{(isIncoming ? sender : recipient).name}</td>
                  <td data-label="内容">
                    <Link href={`/${isIncoming ? 'inbox' : 'sent'}/${id}`}>
                      {KIND_NAMES[kind]} {serviceMonth && <span className="nowrap">{dates.month(serviceMonth)}</span>}
                    </Link>
                  </td>
                  <td data-label="利用者">
                    {clients.length > 3
                      ? `${clients.slice(0, 3).join('、')} ほか（${clients.length}人）`
                      : clients.join('、')}
                  </td>
                  <td data-label="送信">{when(submittedAt)}</td>
                  <td data-label="取得">{when(handedOverAt)}</td>
                  <td data-label="開封">{when(openedAt)}</td>
                  <td data-label="状態">
                    <Badge tone={state.tone} icon={state.icon}>
                      {state.text}
                    </Badge>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {entries.length > SHOWN && <p className="weak">先頭の{SHOWN}件を表示しています。保存にはすべて含まれます。</p>}
    </>
  );
}
