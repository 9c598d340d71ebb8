import type { BrowserContext, Page } from 'playwright-core';

/** What the benchmark keeps in the page: watches, and files that wait to be dropped. */
export interface Probe {
  /** When a condition was first true, asked every few ms: seldom enough that asking costs nothing. */
  until(condition: () => boolean, everyMs?: number): Promise<number>;
  /** Longest time the main thread answered nobody since `watchGaps`, in ms. */
  watchGaps(): void;
  longestGap(): number;
  /** Times between frames since `watchFrames`, in ms. */
  watchFrames(): void;
  frames(): number[];
  /** When a first-level heading was first seen, from the start of the navigation. */
  readonly headings: Map<string, number>;
  transfer: DataTransfer | null;
  worker: Worker | null;
}

declare global {
  interface Window {
    probe: Probe;
  }
}

/** Puts a probe into every page of a browser context. */
export async function installProbe(context: BrowserContext): Promise<void> {
  await context.addInitScript({ content: 'globalThis.__name = (value) => value;' }); // tsx names functions with it
  await context.addInitScript(makeProbe);
}

function makeProbe(): void {
  const TICK_MS = 5;
  let gapWatch = 0;
  let longest = 0;
  let frameWatch = 0;
  let times: number[] = [];
  const headings = new Map<string, number>();
  const observer = new MutationObserver(() => {
    const text = document.querySelector('h1')?.textContent ?? '';
    if (text !== '' && !headings.has(text)) headings.set(text, performance.now());
    if (headings.size > 1) observer.disconnect(); // login and top: mutations of later screens cost nothing
  });
  observer.observe(document, { childList: true, subtree: true });
  window.probe = {
    headings,
    transfer: null,
    worker: null,
    until: (condition, everyMs = 10) =>
      new Promise((resolve) => {
        const look = () => (condition() ? resolve(performance.now()) : setTimeout(look, everyMs));
        look();
      }),
    watchGaps: () => {
      clearTimeout(gapWatch);
      longest = 0;
      let last = performance.now();
      const tick = () => {
        const now = performance.now();
        longest = Math.max(longest, now - last - TICK_MS);
        last = now;
        gapWatch = window.setTimeout(tick, TICK_MS);
      };
      tick();
    },
    longestGap: () => {
      clearTimeout(gapWatch);
      return longest;
    },
    watchFrames: () => {
      cancelAnimationFrame(frameWatch);
      times = [];
      let last = performance.now();
      const frame = (now: number) => {
        times.push(now - last);
        last = now;
        frameWatch = requestAnimationFrame(frame);
      };
      frameWatch = requestAnimationFrame(frame);
    },
    frames: () => {
      cancelAnimationFrame(frameWatch);
      return times.slice(1);
    },
  };
}

/** When a heading was first in the page, and when the page was first painted, from the start of the navigation. */
export function headingAt(page: Page, text: string): Promise<{ heading: number; painted: number }> {
  return page.evaluate(async (wanted) => {
    const { headings, until } = window.probe;
    const paints = () => performance.getEntriesByName('first-contentful-paint');
    await until(() => headings.has(wanted) && paints().length > 0);
    return { heading: headings.get(wanted) ?? Number.NaN, painted: paints()[0]?.startTime ?? Number.NaN };
  }, text);
}
