import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CATALOGUE, catalogue, unwritten } from './audit-events.js';

it('R22: the catalogue of audit events in docs has exactly the actions there are; write it anew with tools/audit-events.ts', () => {
  expect(readFileSync(CATALOGUE, 'utf8')).toBe(catalogue());
});

it('R22: the hub writes every action of the catalogue somewhere', () => {
  expect(unwritten()).toEqual([]);
});
