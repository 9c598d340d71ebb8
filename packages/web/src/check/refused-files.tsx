import type { ReactNode } from 'react';
import { Banner } from '../ui/banner.js';
import type { CheckedFilesState } from './use-files.js';

/** What of a drop could not be used, in words a care worker understands. */
export function RefusedFiles({ state }: { state: Pick<CheckedFilesState, 'refused' | 'notices'> }): ReactNode {
  const { refused, notices } = state;
  return (
    <>
      {refused.length > 0 && (
        <Banner tone="care" title={`使えなかったファイルがあります（${refused.length}件）`} live>
          <ul className="stack-s">
            {refused.map(({ name, message, remedy }) => (
              <li key={name + message}>
                {message}
                <br />→ {remedy}
              </li>
            ))}
          </ul>
        </Banner>
      )}
      {notices.length > 0 && (
        <Banner tone="info" title="お知らせ" live>
          {notices.map((notice) => (
            <p key={notice}>{notice}</p>
          ))}
        </Banner>
      )}
    </>
  );
}
