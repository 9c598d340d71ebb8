import type { ReactNode } from 'react';
import { errorWords } from '../words/errors.js';
import { Banner } from './banner.js';

/** What went wrong, what to do, and the code to tell the help desk. */
export function Failure({ error, children }: { error: unknown; children?: ReactNode }): ReactNode {
  const { title, action, code } = errorWords(error);
  return (
    <Banner tone="bad" title={title} live>
      {action && <p>{action}</p>}
      {code && <p className="weak">お問い合わせの番号: {code}</p>}
      {children}
    </Banner>
  );
}
