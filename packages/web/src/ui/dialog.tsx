import { type ReactNode, useEffect, useId, useRef } from 'react';
import { Button } from './button.js';
import { Icon } from './icons.js';

/** A modal dialog: the browser's own, so focus, Escape and the rest of the page behave. Shown while it is rendered. */
export function Dialog({
  title,
  wide = false,
  onClose,
  children,
}: {
  title: string;
  wide?: boolean;
  onClose: () => void;
  children: ReactNode;
}): ReactNode {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const opener = document.activeElement;
    ref.current?.showModal();
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);
  return (
    <dialog
      ref={ref}
      className={wide ? 'wide' : ''}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div className="dialog-head">
        <h2 id={id}>{title}</h2>
        <button type="button" className="button button-text button-small" onClick={onClose}>
          <Icon name="close" />
          閉じる
        </button>
      </div>
      <div className="dialog-body stack">{children}</div>
    </dialog>
  );
}

/** Asks before something that can't be undone. */
export function Confirm({
  title,
  children,
  action,
  danger = false,
  busy = false,
  onConfirm,
  onClose,
}: {
  title: string;
  children: ReactNode;
  action: string;
  danger?: boolean;
  busy?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}): ReactNode {
  return (
    <Dialog title={title} onClose={onClose}>
      {children}
      <div className="row row-end">
        <Button onClick={onClose}>やめる</Button>
        <Button look={danger ? 'danger' : 'main'} disabled={busy} onClick={onConfirm}>
          {action}
        </Button>
      </div>
    </Dialog>
  );
}
