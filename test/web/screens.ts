import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { sideways, violations } from './barriers.js';
import type { World } from './world.js';

export const PC = { width: 1366, height: 768 };
const PHONE = { width: 390, height: 844 };
/** What 200 % zoom leaves of the PC's screen. */
const ZOOMED = { width: 683, height: 384 };

/** A name that no place on a screen was made for. */
export const LONG_NAME = 'keikakusho-2026-10-'.repeat(6);

/** Screens by what they are, each with how to get there. */
export type Screens = Readonly<Record<string, () => Promise<Page>>>;

export const newDesk = async (world: World): Promise<Page> => (await world.open({ viewport: PC })).page;

/** Opens a screen of a desk by its address and waits for what it shows. */
export async function openAt(world: World, page: Page, path: string, shows: (page: Page) => Locator): Promise<Page> {
  await page.goto(world.hub.url + path);
  await shows(page).first().waitFor();
  return page;
}

/** Tests every screen at a PC's, a phone's and a zoomed size. */
export function testScreens(screens: Screens): void {
  describe('no barrier for anybody, and nothing to scroll sideways', () => {
    it.each(Object.entries(screens))('on %s', async (_name, open) => {
      const page = await open();
      const found: Record<string, string[]> = {};
      for (const [size, viewport] of Object.entries({ PC, PHONE, ZOOMED })) {
        await page.setViewportSize(viewport);
        found[`${size} sideways`] = await sideways(page);
        if (viewport !== ZOOMED) found[`${size} barriers`] = await violations(page);
      }
      await page.setViewportSize(PC);
      const bad = Object.entries(found).filter(([, list]) => list.length > 0);
      expect(Object.fromEntries(bad)).toEqual({});
    });
  });
}
