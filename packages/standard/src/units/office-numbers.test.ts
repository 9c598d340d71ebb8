import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasCheckDigit, isNear, officeNumberRemark } from './office-numbers.js';

const nine = fc.stringMatching(/^\d{9}$/);
const whole = (body: string) =>
  [...'0123456789'].map((digit) => body + digit).filter((number) => hasCheckDigit(number));

describe('the check digit of a 事業所番号', () => {
  // From the ministry's open list of offices (test/fixtures/registry, 2025-12).
  it.each(['0170210231', '0170500110'])('fits the real number %s', (number) => {
    expect(hasCheckDigit(number)).toBe(true);
  });

  it('is one for every nine digits, and notices every wrong digit', () => {
    fc.assert(
      fc.property(nine, fc.nat(9), fc.integer({ min: 1, max: 9 }), (body, at, step) => {
        const [number = '', ...others] = whole(body);
        expect(others).toEqual([]);
        const digit = String((Number(number[at]) + step) % 10);
        expect(hasCheckDigit(number.slice(0, at) + digit + number.slice(at + 1))).toBe(false);
      }),
    );
  });

  it('is not asked of numbers with a letter', () => {
    expect(hasCheckDigit('12B0100067')).toBe(true);
  });
});

describe('a number near another', () => {
  it.each([
    ['1375400014', '1375400015', true],
    ['1375400014', '1374500014', true],
    ['1375400014', '1375400014', false],
    ['1375400014', '1375400025', false],
    ['1375400014', '137540001', false],
    ['1375400014', '1475300014', false],
  ])('%s and %s: %s', (a, b, near) => {
    expect(isNear(a, b)).toBe(near);
  });
});

describe('R14: what is said about a recipient’s number', () => {
  const partners = [{ officeNumber: '1375400014', name: 'みなと訪問看護' }];
  it.each([
    ['the partner itself', '1375400014', true, null],
    ['one digit beside a partner, registered or not', '1375400015', true, 'みなと訪問看護（1375400014）'],
    ['one digit beside a partner that nobody has', '1375400013', false, 'みなと訪問看護（1375400014）'],
    ['far from all, wrong in itself', '0170210232', false, '検証番号'],
    ['far from all, right in itself', '0170210231', false, null],
    ['a real office whose check digit fails', '1113103835', true, null],
  ])('%s', (_title, number, isRegistered, expected) => {
    const remark = officeNumberRemark(number, partners, isRegistered);
    if (expected === null) expect(remark).toBeNull();
    else expect(remark).toContain(expected);
  });
});
