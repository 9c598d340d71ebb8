import { useMutation } from '@tanstack/react-query';
import type { FormEvent, ReactNode } from 'react';
import { useKept } from '../app/kept.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';
import { TextArea } from '../ui/field.js';

const SHORTEST = 5;
const READ_BY_OFFICE =
  '事業所の監査記録に載り、事業所の管理者が読みます。利用者や職員の氏名は書かないでください。5文字以上。';

/** Asks why before something an office feels; the office, or whom `hint` names, reads the reason. */
export function ReasonDialog({
  name,
  title,
  action,
  hint = READ_BY_OFFICE,
  maxLength = 300,
  children,
  onConfirm,
  onClose,
}: {
  /** What is done to whom, among all that ask for a reason. */
  name: string;
  title: string;
  action: string;
  hint?: string;
  maxLength?: number;
  children?: ReactNode;
  onConfirm: (reason: string) => Promise<void>;
  onClose: () => void;
}): ReactNode {
  const [reason, setReason] = useKept(`operate/reason/${name}`, '');
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
          hint={hint}
          value={reason}
          maxLength={maxLength}
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
