import { expect, it } from 'vitest';
import { newAuthority, newIdentity } from '../evidence.testing.js';
import { fingerprintWords } from './fingerprint-words.js';
import { WORDS } from './words.js';

/** A word as somebody may hear it on a bad line: voiced or not, small letters as large ones. */
const heard = (word: string) =>
  word
    .normalize('NFD')
    .replaceAll(/[\u3099\u309a]/g, '')
    .replaceAll(/[ぁぃぅぇぉっゃゅょ]/g, (small) => 'あいうえおつやゆよ'['ぁぃぅぇぉっゃゅょ'.indexOf(small)] ?? small);

/** Whether one letter put in, left out or heard otherwise makes one of the other. */
function areNear(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let from = 0;
  while (from < a.length && a[from] === b[from]) from++;
  let [endA, endB] = [a.length, b.length];
  while (endA > from && endB > from && a[endA - 1] === b[endB - 1]) [endA, endB] = [endA - 1, endB - 1];
  return endA - from <= 1 && endB - from <= 1;
}

it('the words of fingerprints are 256, in hiragana, and none sounds like another', () => {
  expect(new Set(WORDS).size).toBe(256);
  expect(WORDS.filter((word) => !/^[ぁ-ん]{3,6}$/.test(word))).toEqual([]);
  const sounds = WORDS.map(heard);
  const near = sounds.flatMap((one, at) => sounds.slice(at + 1).filter((other) => areNear(one, other)));
  expect(near).toEqual([]);
});

const FIXED = ['とらねこ', 'のれん', 'みかん', 'ねんど', 'こんぶ', 'かつお', 'かわせみ', 'すだれ'];

it('a fingerprint has the same eight words for ever', async () => {
  expect(await fingerprintWords('00'.repeat(32))).toEqual(FIXED);
  expect(await fingerprintWords(`${'00'.repeat(31)}01`)).not.toEqual(FIXED);
});

it('certificates have words of their own', async () => {
  const authority = await newAuthority('p-256');
  const made = await Promise.all(Array.from({ length: 5 }, () => newIdentity(authority)));
  const words = await Promise.all(made.map(({ certificate }) => fingerprintWords(certificate.fingerprint)));
  expect(new Set(words.map((one) => one.join(' '))).size).toBe(5);
  for (const one of words) expect(one).toHaveLength(8);
});
