import type { FormPage } from '@musubi/forms';
import { type ReactNode, useEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import { PageSvg } from './page-svg.js';

/** Hands pages to the browser's printing, a sheet each; beside the page itself, which is left out of the print. */
export function PrintPages({ pages, onDone }: { pages: readonly FormPage[]; onDone: () => void }): ReactNode {
  const done = useRef(onDone);
  done.current = onDone;
  useEffect(() => {
    const finish = () => done.current();
    window.addEventListener('afterprint', finish);
    let isWanted = true;
    // The font comes in parts, by the characters on the pages: paper can't be drawn again.
    document.fonts.ready.then(() => {
      if (isWanted) window.print();
    }, finish);
    return () => {
      isWanted = false;
      window.removeEventListener('afterprint', finish);
    };
  }, []);
  return createPortal(
    <div className="print-pages" aria-hidden="true">
      {pages.map((page, at) => (
        <div key={at} className={page.width > page.height ? 'print-page print-landscape' : 'print-page print-portrait'}>
          <PageSvg page={page} label={`${at + 1}ページ`} />
        </div>
      ))}
    </div>,
    document.body,
  );
}
