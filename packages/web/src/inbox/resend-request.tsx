import { newId } from '@musubi/client';
import type { Transmission } from '@musubi/contract';
import { EvidenceError } from '@musubi/evidence';
import { type ReactNode, useState } from 'react';
import { deliver } from '../app/deliver.js';
import { useDesk, useMaySend } from '../app/desk-context.js';
import { useDates } from '../app/preferences.js';
import { Button } from '../ui/button.js';
import { useTell } from '../ui/toasts.js';
import { errorText } from '../words/errors.js';
import { KIND_NAMES } from '../words/kinds.js';

/** The words by which the sender's client knows what is asked for: the transmission's number in brackets. */
export const RESEND_MARK = /［再送依頼 ([0-9a-f-]{36})］/;

/** When no key here opens a transmission, the sender is asked to send it again to the new certificate, with one click. */
export function ResendRequest({ transmission, error }: { transmission: Transmission; error: unknown }): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const tell = useTell();
  const maySend = useMaySend();
  const [state, setState] = useState<'open' | 'busy' | 'done'>('open');
  const isLost = error instanceof EvidenceError && error.code === 'MSB-ENV-NOT-FOR-US';
  if (!isLost || !maySend) return null;
  const { id, sender, kind, serviceMonth, submittedAt } = transmission;
  const what = `${KIND_NAMES[kind]}${serviceMonth ? `（${dates.month(serviceMonth)}）` : ''}`;
  const ask = async () => {
    setState('busy');
    const message = `［再送依頼 ${id}］\n${dates.moment(submittedAt)}に送っていただいた「${what}」を、証明書が変わったため開けません。お手数ですが、もう一度送ってください。`;
    try {
      await desk.waiting.add([
        {
          id: newId(new Date()),
          recipient: { officeNumber: sender.officeNumber, serviceType: sender.serviceType },
          files: [],
          letter: { message, attachments: [] },
        },
      ]);
      await deliver(desk);
      setState('done');
      tell('good', `${sender.name}に再送を頼みました。届くと受信一覧に表示されます。`);
    } catch (failure) {
      setState('open');
      tell('bad', errorText(failure));
    }
  };
  return (
    <div className="row">
      <Button small icon="letter" disabled={state !== 'open'} onClick={() => void ask()}>
        {state === 'done' ? '再送を頼みました' : '送信元に再送を頼む'}
      </Button>
    </div>
  );
}
