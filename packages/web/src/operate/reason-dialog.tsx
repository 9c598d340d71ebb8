import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useKept } from '../app/kept.js';
import { TextArea } from '../ui/field.js';
import { FormDialog } from '../ui/form-dialog.js';

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
  return (
    <FormDialog
      title={title}
      action={action}
      danger
      error={acting.error}
      isReady={!acting.isPending && reason.trim().length >= SHORTEST}
      onSubmit={() => acting.mutate()}
      onClose={onClose}
    >
      {children}
      <TextArea
        label="理由"
        hint={hint}
        value={reason}
        maxLength={maxLength}
        required
        onChange={({ target }) => setReason(target.value)}
      />
    </FormDialog>
  );
}
