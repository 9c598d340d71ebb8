import type { ReactNode } from 'react';
import { Button } from './button.js';
import { Dialog } from './dialog.js';
import { Failure } from './failure.js';

/** A dialog that is a form: fields, what went wrong, and the two ways out of it. */
export function FormDialog({
  title,
  action,
  danger = false,
  error,
  isReady,
  others,
  onSubmit,
  onClose,
  children,
}: {
  title: string;
  /** What the button says that does it. */
  action: string;
  danger?: boolean;
  error: unknown;
  /** Whether it can be done now. */
  isReady: boolean;
  /** Buttons before やめる. */
  others?: ReactNode;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}): ReactNode {
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        {error !== null && <Failure error={error} />}
        {children}
        <div className="row row-end">
          {others}
          <Button onClick={onClose}>やめる</Button>
          <Button look={danger ? 'danger' : 'main'} type="submit" disabled={!isReady}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
