import { readFileSync } from 'node:fs';
import { ROUTES, type Route } from '@musubi/contract';
import { expect, it } from 'vitest';

it('C1: every change an operator can make is judged in docs/operators.md: one operator, or two and why', () => {
  const page = readFileSync(new URL('../docs/operators.md', import.meta.url), 'utf8');
  const changes = Object.entries<Route>(ROUTES)
    .filter(([name, { method }]) => name.startsWith('operator') && method !== 'GET')
    .map(([name]) => name);
  expect(changes.length).toBeGreaterThan(0);
  expect(changes.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});
