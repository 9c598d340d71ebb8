import { newId } from '@musubi/client';
import type { DirectoryOffice } from '@musubi/contract';
import { reminderMessage } from '@musubi/standard';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { deliver } from '../app/deliver.js';
import type { Desk } from '../app/desk.js';
import { useDesk, useSession } from '../app/desk-context.js';
import { useKept } from '../app/kept.js';
import { useDates } from '../app/preferences.js';
import { MessageField } from '../send/common-letter.js';
import { Progress } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';
import { useTell } from '../ui/toasts.js';
import type { PartnerState } from './missing.js';

/** Asks one or many partners for what is missing: one letter each, in the same words, which may be changed first. */
export function RemindDialog({
  states,
  month,
  onClose,
  onSent,
}: {
  states: readonly PartnerState[];
  month: string;
  onClose: () => void;
  onSent: () => void;
}): ReactNode {
  const desk = useDesk();
  const tell = useTell();
  const dates = useDates();
  const queries = useQueryClient();
  const { office } = useSession();
  const wantsSchedule = states.every(({ missing }) => missing === 'schedule-from-them');
  const [message, setMessage] = useKept(`month-end/reminder/${month}`, () =>
    wantsSchedule ? scheduleRequest(dates.month(month), office.name) : reminderMessage(month, {}),
  );
  const [done, setDone] = useState<number | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const send = async () => {
    setDone(0);
    setFailure(null);
    try {
      for (const [at, { partner }] of states.entries()) {
        await queueLetter(desk, partner.officeNumber, message);
        setDone(at + 1);
      }
      await deliver(desk);
      tell('good', `${states.length}件のお願いを送りました。`);
      await queries.invalidateQueries();
      onSent();
    } catch (error) {
      setFailure(error);
      setDone(null);
    }
  };
  return (
    <Dialog title={`${states.length}か所にお願いを送る`} onClose={onClose}>
      {failure !== null && <Failure error={failure} />}
      <p>{states.map(({ partner }) => partner.name).join('、')}</p>
      <MessageField value={message} onChange={setMessage} />
      {done !== null && <Progress label="送っています" done={done} total={states.length} />}
      <div className="row row-end">
        <Button onClick={onClose}>やめる</Button>
        <Button look="main" icon="send" disabled={done !== null || message.trim() === ''} onClick={() => void send()}>
          送信
        </Button>
      </div>
    </Dialog>
  );
}

function scheduleRequest(month: string, officeName: string): string {
  return [
    'ご担当者様',
    `いつもお世話になっております。${officeName}です。`,
    `${month}の予定（サービス利用票）が、まだ届いておりません。お手数ですが、ご確認のうえお送りください。`,
    '行き違いですでにお送りいただいている場合は、ご容赦ください。',
    'よろしくお願いいたします。',
  ].join('\n');
}

/** Puts a letter into this terminal's outbox; off line it waits there. */
async function queueLetter(desk: Desk, officeNumber: string, message: string): Promise<void> {
  const office: DirectoryOffice = await desk.hub.call('findOffice', { params: { officeNumber } });
  await desk.waiting.add([
    {
      id: newId(new Date()),
      recipient: { officeNumber, serviceType: office.serviceTypes[0] ?? null },
      files: [],
      letter: { message: message.trim(), attachments: [] },
    },
  ]);
}
