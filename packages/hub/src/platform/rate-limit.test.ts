import { expect, it } from 'vitest';
import { createRateLimit } from './rate-limit.js';

const HOUR = 60 * 60 * 1000;

it('a rate limit counts each source by itself, within the last hour', () => {
  let now = 0;
  const count = createRateLimit(2, () => new Date(now));
  count('a');
  now = HOUR / 2;
  count('a');
  expect(() => count('a')).toThrow('MSB-REQUEST-TOO-MANY');
  count('b');
  now = HOUR;
  count('a');
  expect(() => count('a')).toThrow('MSB-REQUEST-TOO-MANY');
});

it('a rate limit keeps no more sources than fit, and forgets those longest silent', () => {
  const count = createRateLimit(1, () => new Date(0));
  count('first');
  for (let source = 0; source < 9_999; source++) count(String(source));
  expect(() => count('first')).toThrow('MSB-REQUEST-TOO-MANY');
  count('one too many');
  count('first');
});
