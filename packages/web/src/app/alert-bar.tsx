import type { ReactNode } from 'react';
import { Icon } from '../ui/icons.js';

/** Above every screen until somebody has dealt with it: what may be no affair of the office's own people. */
export function AlertBar({
  label,
  children,
  actions,
}: {
  /** Its subject, for those who hear the page. */
  label: string;
  /** The thing noticed, and what to do about it. */
  children: ReactNode;
  actions: ReactNode;
}): ReactNode {
  return (
    <section className="alert-bar no-print" aria-label={label}>
      <Icon name="care" size={24} />
      <div className="alert-bar-text" role="status">
        {children}
      </div>
      <div className="row">{actions}</div>
    </section>
  );
}
