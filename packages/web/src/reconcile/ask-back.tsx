import { newId } from '@musubi/client';
import { messageForDifferences, type Partner, type ReconciledDifference, type UnitNames } from '@musubi/standard';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { deliver } from '../app/deliver.js';
import { useDesk } from '../app/desk-context.js';
import { useKept } from '../app/kept.js';
import { MessageField } from '../send/common-letter.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';
import { useTell } from '../ui/toasts.js';

/** Asks the partner about the lines in question; the words are made and may be changed. */
export function AskBack({
  place,
  partner,
  differences,
  names,
  onClose,
  onAsked,
}: {
  /** Which partner of which month it is. */
  place: string;
  partner: Partner;
  differences: readonly ReconciledDifference[];
  names: UnitNames;
  onClose: () => void;
  onAsked: () => void;
}): ReactNode {
  const desk = useDesk();
  const tell = useTell();
  const [message, setMessage] = useKept(`reconcile/question/${place}`, () => messageForDifferences(differences, names));
  const sending = useMutation({
    mutationFn: async () => {
      const recipient = { officeNumber: partner.officeNumber, serviceType: partner.serviceType };
      const letter = { message: message.trim(), attachments: [] };
      await desk.waiting.add([{ id: newId(new Date()), recipient, files: [], letter }]);
      await deliver(desk);
    },
    onSuccess: () => {
      tell('good', '問い合わせを送りました。返事は「連絡」に届きます。');
      onAsked();
    },
  });
  return (
    <Dialog title="問い合わせる" onClose={onClose}>
      {sending.error && <Failure error={sending.error} />}
      <MessageField value={message} onChange={setMessage} />
      <div className="row row-end">
        <Button onClick={onClose}>やめる</Button>
        <Button
          look="main"
          icon="send"
          disabled={sending.isPending || message.trim() === ''}
          onClick={() => sending.mutate()}
        >
          送信
        </Button>
      </div>
    </Dialog>
  );
}
