import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { Page } from 'playwright-core';

/** The small one: it goes into every page anew. */
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

declare global {
  interface Window {
    axe?: typeof axe;
  }
}

/** Whatever axe finds, serious or not, each with its place and the rule's own words. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(() => new Promise(requestAnimationFrame)); // laid out anew after a change of size
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  return page.evaluate(async () => {
    const found = await window.axe?.run(document, { resultTypes: ['violations'] });
    if (!found) throw new Error('axe is not in the page');
    return found.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, any, all, none }) => {
        const why = [...any, ...all, ...none].map(({ message }) => message).join(' ');
        return `${id}: ${html.slice(0, 200)} — ${why}`;
      }),
    );
  });
}

/** What can be scrolled sideways: the page, its dialog or its list. Wide tables scroll in frames of their own. */
export function sideways(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    await new Promise(requestAnimationFrame);
    return [...document.querySelectorAll('html, dialog[open], .list')].flatMap((place) => {
      const { scrollWidth, clientWidth } = place;
      if (scrollWidth <= clientWidth) return [];
      const edge = place.getBoundingClientRect().left + clientWidth + 1;
      const wide = [...place.querySelectorAll('*:not(nav *)')].filter(
        (one) => one.getBoundingClientRect().right > edge,
      );
      const words = wide.slice(0, 8).map(({ outerHTML }) => outerHTML.slice(0, 120));
      return [`${place.localName} ${scrollWidth} > ${clientWidth}`, ...words];
    });
  });
}
