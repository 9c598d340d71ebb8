import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { sourceFiles } from './source-files.js';

/** Longest a source file may be before it should be two; tables of data are exempt by name. */
const MAX_LINES = 400;
const DATA = /\.data\.ts$|\.generated\.ts$/;

/** Sentences about files that grew too long and about loose ends that must not land. */
export function tailViolations(root: string): string[] {
  return sourceFiles(root).flatMap((file) => {
    const name = relative(root, file);
    const lines = readFileSync(file, 'utf8').split('\n');
    const tooLong = lines.length > MAX_LINES && !DATA.test(name);
    return [
      ...(tooLong ? [`${name} has ${lines.length} lines; ${MAX_LINES} is the limit: split it by what it does`] : []),
      ...(name === 'tools/check-tail.ts' ? [] : lines.flatMap((line, index) => looseEnd(name, line, index + 1))),
    ];
  });
}

const LOOSE_ENDS: readonly [RegExp, string][] = [
  [/(: any\b|\bas any\b|\bas unknown as\b)/, 'parse at the edge into a precise type instead'],
  [/@ts-(ignore|expect-error|nocheck)/, 'mend the type instead'],
  [/\b(it|test|describe)\.(only|skip|todo)\(/, 'every test runs, always'],
  [/\b(TODO|FIXME|XXX)\b/, 'do it or write it into an issue'],
];

/** Patterns by which a test depends on the day it runs, on a fast machine, or on the tests before it. */
const TEST_ENDS: readonly [RegExp, string][] = [
  [
    /\bnew Date\(\)|\bDate\.now\(\)/,
    'take the time from the clock of the test: hub.clock, or createClock() of the testkit',
  ],
  [
    /\btimeout: ?[0-9]|vi\.waitFor\(|^\s*\}, [0-9_]+\);$|^\s*[0-9]+_000,$/,
    'every wait has the patience of the suite: vitest.config.ts, for pages test/web/world.ts',
  ],
  [
    /\.override\(/,
    'it would change the fixture for the later files of the worker as well: extend the fixtures instead',
  ],
];
const TESTS = /\.test\.ts$|^test\/|^packages\/testkit\//;
/** The clock itself, and the tour, which gives pictures a moment to come to rest. */
const NO_TESTS = ['packages/testkit/src/clock.ts', 'test/web/tour.ts'];

function looseEnd(file: string, line: string, number: number): string[] {
  const isTest = TESTS.test(file) && !NO_TESTS.includes(file);
  return [...LOOSE_ENDS, ...(isTest ? TEST_ENDS : [])].flatMap(([pattern, advice]) =>
    pattern.test(line) ? [`${file}:${number}: ${advice}`] : [],
  );
}
