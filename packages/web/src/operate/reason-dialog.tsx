import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';
import { TextArea } from '../ui/field.js';

const SHORTEST = 5;

/** Asks why before something an office feels; the office reads the reason. */
export function ReasonDialog({
  title,
  action,
  children,
  onConfirm,
  onClose,
}: {
  title: string;
  action: string;
  children?: ReactNode;
  onConfirm: (reason: string) => Promise<void>;
  onClose: () => void;
}): ReactNode {
  const [reason, setReason] = useState('');
  const acting = useMutation({ mutationFn: () => onConfirm(reason.trim()), onSuccess: onClose });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    acting.mutate();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        {acting.error && <Failure error={acting.error} />}
        {children}
        <TextArea
          label="理由"
          hint="事業所の監査記録に載り、事業所の管理者が読みます。利用者や職員の氏名は書かないでください。5文字以上。"
          value={reason}
          maxLength={300}
          required
          onChange={({ target }) => setReason(target.value)}
        />
        <div className="row row-end">
          <Button onClick={onClose}>やめる</Button>
          <Button look="danger" type="submit" disabled={acting.isPending || reason.trim().length < SHORTEST}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
