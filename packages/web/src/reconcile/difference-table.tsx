import {
  clientName,
  type Decision,
  describeDifference,
  type ReconciledDifference,
  type UnitNames,
} from '@musubi/standard';
import { type ReactNode, useState } from 'react';
import { useClientNames } from '../app/client-names.js';
import { useKept } from '../app/kept.js';
import { useDates } from '../app/preferences.js';
import { useServiceNames } from '../app/use-reference.js';
import { Badge } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { TextArea } from '../ui/field.js';
import { serviceText } from './service-text.js';

const WORDS: Readonly<Record<Decision['state'], string>> = {
  accepted: '認めました',
  askedBack: '問い合わせ中',
  noted: 'メモあり',
};

const SHOWN = 100;

/** The lines that differ, and what was decided about each. */
export function DifferenceTable({
  place,
  differences,
  names,
  busy,
  onDecide,
  onAsk,
}: {
  /** Which partner's table of which month it is. */
  place: string;
  differences: readonly ReconciledDifference[];
  names: UnitNames;
  busy: boolean;
  onDecide: (difference: ReconciledDifference, state: Decision['state'], note: string) => void;
  onAsk: (difference: ReconciledDifference) => void;
}): ReactNode {
  const dates = useDates();
  const nameOf = useClientNames();
  const serviceNames = useServiceNames();
  const [noting, setNoting] = useKept<ReconciledDifference | null>(`reconcile/noting/${place}`, null);
  const [limit, setLimit] = useState(SHOWN);
  return (
    <>
      <div className="table-frame" tabIndex={0} role="group" aria-label="違いの表">
        <table className="table table-tight table-cards reconcile-table">
          <thead>
            <tr>
              {['利用者', '違い', '予定', '実績', '確認'].map((label) => (
                <th key={label} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {differences.slice(0, limit).map((one) => {
              const { client, kindWords, planned, actual } = describeDifference(one, names, serviceNames);
              const { decision, outdated, insurerNumber, insuredNumber } = one;
              return (
                <tr key={one.key}>
                  <td data-label="利用者">
                    {nameOf({ insurerNumber, insuredNumber, name: clientName(names, one) }) ?? client}
                  </td>
                  <td data-label="違い">{kindWords}</td>
                  <td data-label="予定">{serviceText(planned)}</td>
                  <td data-label="実績">{serviceText(actual)}</td>
                  <td data-label="確認">
                    {decision && (
                      <p>
                        <Badge tone={outdated ? 'care' : decision.state === 'askedBack' ? 'info' : 'good'}>
                          {outdated ? '確認後に変わりました' : WORDS[decision.state]}
                        </Badge>{' '}
                        <span className="weak">
                          {decision.by} {dates.moment(decision.at)} {decision.note}
                        </span>
                      </p>
                    )}
                    <div className="row row-actions">
                      <Button small look="text" disabled={busy} onClick={() => onDecide(one, 'accepted', '')}>
                        認める
                      </Button>
                      <Button small look="text" disabled={busy} onClick={() => onAsk(one)}>
                        問い合わせる
                      </Button>
                      <Button small look="text" disabled={busy} onClick={() => setNoting(one)}>
                        メモ
                      </Button>
                    </div>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {differences.length > limit && (
        <div>
          <Button small onClick={() => setLimit(limit + SHOWN)}>
            続きを表示（あと{differences.length - limit}件）
          </Button>
        </div>
      )}
      {noting && (
        <NoteDialog
          about={noting.key}
          initial={noting.decision?.note ?? ''}
          onClose={() => setNoting(null)}
          onNote={(note) => {
            onDecide(noting, 'noted', note);
            setNoting(null);
          }}
        />
      )}
    </>
  );
}

function NoteDialog({
  about,
  initial,
  onNote,
  onClose,
}: {
  /** Key of the difference. */
  about: string;
  initial: string;
  onNote: (note: string) => void;
  onClose: () => void;
}): ReactNode {
  const [note, setNote] = useKept(`reconcile/note/${about}`, initial);
  return (
    <Dialog title="メモ" onClose={onClose}>
      <TextArea
        label="この違いについてのメモ"
        hint="事業所の全員に見えます。相手には送られません。"
        value={note}
        maxLength={500}
        onChange={(event) => setNote(event.target.value)}
      />
      <div className="row row-end">
        <Button onClick={onClose}>やめる</Button>
        <Button look="main" disabled={note.trim() === ''} onClick={() => onNote(note.trim())}>
          残す
        </Button>
      </div>
    </Dialog>
  );
}
