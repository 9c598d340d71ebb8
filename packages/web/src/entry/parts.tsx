import type { EditSheet, SheetClient, SheetProblem } from '@musubi/standard';
import type { ReactNode } from 'react';
import { Badge } from '../ui/banner.js';
import { Failure } from '../ui/failure.js';
import type { EntryWork, SaveState } from './use-entry.js';

export const nameOfClient = ({ name, insuredNumber }: Pick<SheetClient, 'name' | 'insuredNumber'>) =>
  name ?? `被保険者番号 ${insuredNumber}`;

const SAVE_WORDS: Readonly<Record<SaveState, { tone: 'good' | 'info' | 'care' | 'bad'; text: string }>> = {
  saved: { tone: 'good', text: '保存しました' },
  saving: { tone: 'info', text: '保存しています…' },
  offline: { tone: 'care', text: 'この端末だけに保存（オフライン）' },
  conflict: { tone: 'bad', text: 'ほかの端末でも変更されています。読み直してください' },
  failed: { tone: 'bad', text: '保存できませんでした' },
};

/** Whether what was entered is safe. */
export function SaveBadge({ state }: { state: SaveState }): ReactNode {
  const { tone, text } = SAVE_WORDS[state];
  return (
    <span role="status">
      <Badge tone={tone}>{text}</Badge>
    </span>
  );
}

export function SaveFailure<S extends EditSheet>({ work }: { work: EntryWork<S> }): ReactNode {
  return work.failure !== null && work.state === 'failed' ? <Failure error={work.failure} /> : null;
}

/** The month's clients at the side, each with what is left to do and who else is at it. */
export function EntryClients<S extends EditSheet>({
  work,
  current,
  note,
  onChoose,
}: {
  work: EntryWork<S>;
  current: string | null;
  note: (client: SheetClient) => string;
  onChoose: (key: string) => void;
}): ReactNode {
  return (
    <ul className="plain-list entry-clients" aria-label="利用者">
      {work.sheet.clients.map((client) => {
        const other = work.others.get(client.key);
        return (
          <li key={client.key}>
            <button
              type="button"
              className="entry-client"
              aria-current={client.key === current}
              onClick={() => onChoose(client.key)}
            >
              {nameOfClient(client)}
              <span className="weak">
                {note(client)}
                {other ? `・${other}さんが入力中` : ''}
                {work.outdated.has(client.key) ? '・予定が差し替えられました' : ''}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** What keeps the client's month from being right, with the day and what to do. */
export function Problems({ problems }: { problems: readonly SheetProblem[] }): ReactNode {
  const shown = problems.filter(({ severity, code }) => severity !== 'notice' && code !== 'days-open');
  if (shown.length === 0) return null;
  return (
    <ul className="plain-list stack-s" aria-label="直すところ">
      {shown.map(({ row, day, code, severity, message, remedy }, at) => (
        <li key={`${row} ${day} ${code} ${at}`} className={`finding tone-${severity === 'error' ? 'bad' : 'care'}`}>
          <strong>
            {day === null ? '' : `${day}日: `}
            {message}
          </strong>
          <br />→ {remedy}
        </li>
      ))}
    </ul>
  );
}

/** ファイル連番: the moment, in local time, as YYYYMMDDHHMMSS. */
export function serialOf(now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  return `${day}${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
}
