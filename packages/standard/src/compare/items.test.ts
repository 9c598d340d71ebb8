import { describe, expect, it } from 'vitest';
import { COMPARED_ITEMS, layoutOf } from '../index.js';

describe.each(['3', '4.1'] as const)('compared items of edition %s', (edition) => {
  it.each(['UPPLAN', 'UPJSK'] as const)('say of every item of %s whether and why it is compared', (kind) => {
    const names = layoutOf(kind, edition)?.items.map(({ nameJa }) => nameJa) ?? [];
    expect(names.length).toBeGreaterThan(20);
    expect(names.filter((name) => !(name in COMPARED_ITEMS))).toEqual([]);
  });
});

describe('compared items', () => {
  it('name no item that the layouts lack, and give a reason for each that is left out', () => {
    const names = new Set(layoutOf('UPPLAN', '4.1')?.items.map(({ nameJa }) => nameJa));
    expect(Object.keys(COMPARED_ITEMS).filter((name) => !names.has(name))).toEqual([]);
    for (const use of Object.values(COMPARED_ITEMS)) if ('leftOut' in use) expect(use.leftOut).toMatch(/\w{3}/);
  });
});
