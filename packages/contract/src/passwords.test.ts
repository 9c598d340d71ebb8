import { expect, it } from 'vitest';
import { isShortPassword, passwordTroubles } from './passwords.js';

const owner = { userId: 'C1234509876', officeNumber: '1377700001', hasSecondFactor: false };

it.each([
  ['asa-no-kawara', []],
  ['ame-no-hi-no-sanpo', []],
  ['河原の散歩道と夕焼けの空を', []],
  ['ame-no-hi-no', ['short']],
  ['c1234509876-haru', ['own-number', 'sequence']],
  ['haru-1377700001', ['own-number']],
  ['Ｐassword-de-yoi', ['common']],
  ['aaaaaaaaaaaaaaaa', ['repeated']],
  ['sakurasakurasakura', ['repeated']],
  ['abcdefghijklmno', ['sequence']],
  ['9876543210-zyx', ['sequence']],
])('%s', (password, troubles) => {
  expect(passwordTroubles(password, owner)).toEqual(troubles);
});

it('eight characters are enough beside a second factor, and short without one', () => {
  expect(passwordTroubles('ame-sora', { ...owner, hasSecondFactor: true })).toEqual([]);
  expect(passwordTroubles('ame-sor', { ...owner, hasSecondFactor: true })).toEqual(['short']);
  expect(isShortPassword('ame-sora')).toBe(true);
  expect(isShortPassword('ame-no-hi-no-sanpo')).toBe(false);
});
