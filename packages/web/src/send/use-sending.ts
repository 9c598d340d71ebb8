import { momentText, newId, type SendOutcome } from '@musubi/client';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { deliver } from '../app/deliver.js';
import { useDesk } from '../app/desk-context.js';
import { type Batch, type Row, type RowResult, toAttachment, willSend } from './batch.js';
import { loadAttachments } from './draft-saving.js';

/** Hundreds of results come in seconds: the table is drawn a few times a second, not for each. */
const DRAW_MS = 200;

export interface SendingWork {
  readonly results: Readonly<Record<string, RowResult>>;
  readonly isBusy: boolean;
  /** All rows that could go have gone; nothing is left to save. */
  readonly isFinished: boolean;
  readonly progress: { readonly done: number; readonly total: number } | null;
  /** Sends every row that may go; resolves when each has a result. */
  send(rows: readonly Row[], batch: Batch, draftId: string): Promise<Readonly<Record<string, RowResult>>>;
  /** A row that was refused may be sent again. */
  forget(key: string): void;
  finish(): void;
}

/** Sending: every row is stored on this terminal first, then packed and sent; one that fails does not stop the rest. */
export function useSending(): SendingWork {
  const desk = useDesk();
  const queries = useQueryClient();
  const [results, setResults] = useState<Readonly<Record<string, RowResult>>>({});
  const [isBusy, setBusy] = useState(false);
  const [isFinished, setFinished] = useState(false);
  const [progress, setProgress] = useState<SendingWork['progress']>(null);

  const send = useCallback<SendingWork['send']>(
    async (rows, batch, draftId) => {
      setBusy(true);
      const going = rows.filter(willSend);
      const keys = new Map<string, string>();
      const outcome: Record<string, RowResult> = { ...results };
      const tell = (id: string, result: RowResult) => {
        const key = keys.get(id);
        if (key === undefined) return;
        outcome[key] = result;
        if (Date.now() - drawnAt >= DRAW_MS) draw();
      };
      let drawnAt = 0;
      const draw = () => {
        drawnAt = Date.now();
        setResults({ ...outcome });
        const done = [...keys.values()].filter((one) => outcome[one]?.state !== 'sending').length;
        setProgress({ done, total: going.length });
      };
      setProgress({ done: 0, total: going.length });
      try {
        const loaded = await loadAttachments(desk, draftId, batch);
        for (const { key } of going) keys.set(newId(new Date()), key);
        const drafts = [...keys.keys()].flatMap((id, at) => {
          const row = going[at];
          return row ? [draftOf(id, row, loaded)] : [];
        });
        await desk.waiting.add(drafts);
        for (const { id } of drafts) tell(id, { state: 'sending', reason: null });
        await deliver(desk, {
          onPacked: ({ state, draft, ...rest }) => {
            if (state !== 'packed') tell(draft.id, { state, reason: 'reason' in rest ? rest.reason : null });
            if (state === 'refused' && keys.has(draft.id)) void desk.waiting.discard(draft.id);
          },
          onSent: (sent) => {
            tell(sent.manifest.id, resultOf(sent));
            // The row itself says why and offers to send again: no second copy waits elsewhere.
            if (sent.state === 'refused' && keys.has(sent.manifest.id)) void desk.outbox.discard(sent.manifest.id);
          },
        });
        return outcome;
      } finally {
        draw();
        setBusy(false);
        await queries.invalidateQueries();
      }
    },
    [desk, queries, results],
  );

  const forget = useCallback((key: string) => {
    setResults((all) => Object.fromEntries(Object.entries(all).filter(([other]) => other !== key)));
  }, []);

  return { results, isBusy, isFinished, progress, send, forget, finish: useCallback(() => setFinished(true), []) };
}

function resultOf(sent: SendOutcome): RowResult {
  const { state } = sent;
  switch (state) {
    case 'accepted':
      return { state, reason: null };
    case 'repeated':
      return { state, reason: `${momentText(sent.earlier.submittedAt)}に、同じ中身を送ってあります。` };
    case 'waiting':
      return { state, reason: sent.reason };
    case 'refused':
      return { state, reason: sent.refusal.title + sent.refusal.action, earlier: sent.refusal.earlier };
  }
}

function draftOf(id: string, { unit, officeNumber, serviceType, edit, key }: Row, batch: Batch) {
  const { message, attachments, supersedes } = batch.edits[key] ?? edit;
  const text = (message ?? batch.message).trim();
  return {
    id,
    recipient: { officeNumber, serviceType },
    files: unit ? unit.files : [],
    letter: {
      message: text === '' ? null : text,
      attachments: [...batch.attachments, ...attachments].map(toAttachment),
      supersedes,
    },
  };
}
