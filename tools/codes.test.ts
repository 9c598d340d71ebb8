import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PROBLEMS } from '@musubi/contract';
import { EVIDENCE_PROBLEMS } from '@musubi/evidence';
import { CATALOGUE } from '@musubi/standard';
import { expect, it } from 'vitest';
import { sourceFiles } from './source-files.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const TABLES =
  /\/findings\/(beyond|drop|names|reading|units|items|links)\.ts$|\/problems\.ts$|\/problems\/|\/routes\/|\.test\.ts$/;
const sources = sourceFiles(root)
  .filter((file) => !TABLES.test(file))
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');
const known = new Set([...Object.keys(CATALOGUE), ...Object.keys(PROBLEMS), ...Object.keys(EVIDENCE_PROBLEMS)]);

it('every code that has a sentence is used somewhere', () => {
  expect([...known].filter((code) => !sources.includes(`'${code}'`))).toEqual([]);
});

it('every code that is used has a sentence', () => {
  const used = [...sources.matchAll(/'(MSB-[A-Z0-9-]+[A-Z0-9])'/g)].flatMap(([, code]) => (code ? [code] : []));
  expect(
    [...new Set(used)].filter((code) => ![...known].some((one) => one === code || one.startsWith(`${code}-`))),
  ).toEqual([]);
});
