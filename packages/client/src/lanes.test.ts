import { describe, expect, it } from 'vitest';
import { inLanes } from './lanes.js';

describe('inLanes', () => {
  it('keeps the order within a key and works at several keys at once', async () => {
    const done: string[] = [];
    let running = 0;
    let most = 0;
    await inLanes(
      ['a1', 'a2', 'b1', 'c1', 'a3', 'b2'],
      3,
      (item) => item.slice(0, 1),
      async (item) => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setImmediate(resolve));
        running--;
        done.push(item);
      },
    );
    expect(most).toBe(3);
    expect(done.filter((item) => item.startsWith('a'))).toEqual(['a1', 'a2', 'a3']);
    expect(done.filter((item) => item.startsWith('b'))).toEqual(['b1', 'b2']);
    expect(done).toHaveLength(6);
  });

  it('ends and tells when one item fails', async () => {
    const done: string[] = [];
    const work = inLanes(
      ['a', 'b', 'c', 'd', 'e'],
      2,
      (item) => item,
      async (item) => {
        await new Promise((resolve) => setImmediate(resolve));
        if (item === 'b') throw new Error('no b');
        done.push(item);
      },
    );
    await expect(work).rejects.toThrow('no b');
    expect(done).not.toContain('e');
  });
});
