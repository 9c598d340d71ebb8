import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { monthHint } from '../index.js';

const plan = (month: string) => ({ kind: 'schedule', month }) as const;
const actual = (month: string) => ({ kind: 'actuals', month }) as const;

describe('hints about months on 5 October 2026', () => {
  const hints = (...units: Parameters<typeof monthHint>[0]) => monthHint(units, '2026-10-05');

  it('say nothing about plans for this month and the next, actuals for the last, and plans without a month', () => {
    expect(hints(plan('202610'))).toEqual([]);
    expect(hints(plan('202611'), actual('202609'))).toEqual([]);
    expect(hints({ kind: 'careplan', month: null })).toEqual([]);
  });

  it.each([
    ['a plan for a past month', plan('202609'), '令和8年9月分の予定が入っています。もう過ぎた月です'],
    ['a plan for next year', plan('202710'), '令和9年10月分の予定が入っています。かなり先の月です'],
    ['actuals for a coming month', actual('202611'), '令和8年11月分の実績が入っています。まだ始まっていない月です'],
    ['actuals of spring', actual('202604'), '令和8年4月分の実績が入っています。かなり前の月です'],
  ])('ask about %s', (_case, unit, words) => {
    expect(hints(unit)).toEqual([expect.stringContaining(words)]);
  });

  it('ask about two months of the same sort', () => {
    expect(hints(plan('202611'), plan('202610'), plan('202610'))).toEqual([
      '予定に令和8年10月と令和8年11月のものが混ざっています。前の月のファイルが残っていないか確かめてください。',
    ]);
  });
});

it('months are neighbours over the turn of the year', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2020, max: 2040 }), fc.integer({ min: 1, max: 12 }), (year, month) => {
      const iso = (count: number) => `${Math.floor(count / 12)}${String((count % 12) + 1).padStart(2, '0')}`;
      const at = year * 12 + month - 1;
      const today = `${iso(at).slice(0, 4)}-${iso(at).slice(4)}-15`;
      expect(monthHint([plan(iso(at + 1)), actual(iso(at - 1))], today)).toEqual([]);
      expect(monthHint([plan(iso(at - 1))], today)).toHaveLength(1);
      expect(monthHint([actual(iso(at + 1))], today)).toHaveLength(1);
    }),
  );
});
