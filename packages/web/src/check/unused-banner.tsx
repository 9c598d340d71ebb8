import { type Unused, unusedTexts } from '@musubi/standard';
import type { ReactNode } from 'react';
import { Banner } from '../ui/banner.js';

const SHOWN = 20;

/** Tells what of the files could not be used, with file and line; nothing where all of it was. */
export function UnusedBanner({ unused, title }: { unused: readonly Unused[]; title: string }): ReactNode {
  const texts = unusedTexts(unused);
  if (texts.length === 0) return null;
  return (
    <Banner tone="care" title={title}>
      <ul>
        {texts.slice(0, SHOWN).map((text, at) => (
          <li key={at} className="form-text">
            {text}
          </li>
        ))}
        {texts.length > SHOWN && <li>ほか{texts.length - SHOWN}件</li>}
      </ul>
    </Banner>
  );
}
