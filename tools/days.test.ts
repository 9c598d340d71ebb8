import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CLOCKS, dateSensitiveTests, inJapan } from './days.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

describe('the clocks of npm run test:clocks', () => {
  it('show the next such day, leap years included', () => {
    const from = (after: string) => CLOCKS.map(({ next }) => inJapan(next(new Date(after))).slice(0, 10));
    expect(from('2026-11-28T09:00:00Z')).toEqual([
      '2026-12-31',
      '2027-02-28',
      '2028-02-29',
      '2027-03-31',
      '2028-01-02',
    ]);
    expect(from('2028-02-29T10:00:00Z')).toEqual([
      '2028-12-31',
      '2029-02-28',
      '2032-02-29',
      '2028-03-31',
      '2029-04-04',
    ]);
  });

  it('cover Japan, UTC and a zone far behind both', () => {
    expect(new Set(CLOCKS.map(({ zone }) => zone))).toEqual(new Set(['Asia/Tokyo', 'UTC', 'America/Los_Angeles']));
  });
});

it('every test of a hub that sets a clock runs under shifted ones', () => {
  const files = dateSensitiveTests(root);
  expect(files).toContain('packages/hub/src/licences/licences.test.ts');
  expect(files).toContain('packages/hub/src/notifications/reminders.test.ts');
  expect(files.filter((file) => file.startsWith('test/'))).toEqual([]);
});
