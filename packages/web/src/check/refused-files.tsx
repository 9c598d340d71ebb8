import type { ReactNode } from 'react';
import { Banner } from '../ui/banner.js';
import type { CheckedFilesState } from './use-files.js';

const SHOWN = 10;

/** What of a drop could not be used, in words a care worker understands. */
export function RefusedFiles({ state }: { state: Pick<CheckedFilesState, 'refused' | 'notices'> }): ReactNode {
  const { refused, notices } = state;
  const count = refused.reduce((sum, { paths }) => sum + paths.length, 0);
  return (
    <>
      {refused.length > 0 && (
        <Banner tone="care" title={`使えなかったファイルがあります（${count}件）`} live>
          <ul className="stack-s">
            {refused.slice(0, SHOWN).map(({ name, message, remedy }) => (
              <li key={name + message}>
                {message}
                <br />→ {remedy}
              </li>
            ))}
          </ul>
          {refused.length > SHOWN && <p>ほかに{refused.length - SHOWN}件あります。</p>}
        </Banner>
      )}
      {notices.length > 0 && (
        <Banner tone="info" title="読み込みについて" live>
          {notices.map((notice) => (
            <p key={notice}>{notice}</p>
          ))}
        </Banner>
      )}
    </>
  );
}
