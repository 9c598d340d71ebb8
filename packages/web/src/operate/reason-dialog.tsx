import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useKept } from '../app/kept.js';
import { TextArea } from '../ui/field.js';
import { FormDialog } from '../ui/form-dialog.js';

const SHORTEST = 5;
const READ_BY_OFFICE =
  '事業所の監査記録に載り、事業所の管理者が読みます。利用者や職員の氏名は書かないでください。5文字以上。';

export const isReason = (reason: string): boolean => reason.trim().length >= SHORTEST;

/** Why something is done; the office, or whom `hint` names, reads it. */
export function ReasonField({
  reason,
  hint = READ_BY_OFFICE,
  maxLength = 300,
  required = true,
  onReason,
}: {
  reason: string;
  required?: boolean;
  hint?: string;
  maxLength?: number;
  onReason: (reason: string) => void;
}): ReactNode {
  return (
    <TextArea
      label="理由"
      hint={hint}
      value={reason}
      maxLength={maxLength}
      required={required}
      onChange={({ target }) => onReason(target.value)}
    />
  );
}

/** Asks why before something an office feels; the office, or whom `hint` names, reads the reason. */
export function ReasonDialog({
  name,
  title,
  action,
  hint,
  maxLength,
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
      isReady={!acting.isPending && isReason(reason)}
      onSubmit={() => acting.mutate()}
      onClose={onClose}
    >
      {children}
      <ReasonField
        reason={reason}
        onReason={setReason}
        {...(hint === undefined ? {} : { hint })}
        {...(maxLength === undefined ? {} : { maxLength })}
      />
    </FormDialog>
  );
}
