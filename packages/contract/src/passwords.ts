/** Why a password may not be used. */
export type PasswordTrouble = 'short' | 'own-number' | 'common' | 'repeated' | 'sequence';

/** Whose password it is: their own numbers are the first thing others try. */
export interface PasswordOwner {
  readonly userId: string;
  readonly officeNumber: string;
  /** Whether a 確認コード is confirmed for the account; a shorter password is enough then. */
  readonly hasSecondFactor: boolean;
}

/** Least lengths as in the ministry's guideline (security.md R05): alone, and beside a second factor. No rotation. */
export const PASSWORD_LENGTH = { alone: 13, withSecondFactor: 8 } as const;

/** Words that attackers try first, and ours. */
const COMMON = [
  'password',
  'passw0rd',
  'qwerty',
  'asdfgh',
  'musubi',
  'careplan',
  'kaigo',
  'letmein',
  'iloveyou',
  'admin123',
  'welcome',
];
const MIN_DIFFERENT = 5;
const MIN_RUN = 4;

/** Whether a password is too short to stand without a second factor. */
export function isShortPassword(password: string): boolean {
  return lengthOf(password) < PASSWORD_LENGTH.alone;
}

/** All that speaks against a password, the same for the hub that decides and the screen that says so while typing. */
export function passwordTroubles(password: string, owner: PasswordOwner): PasswordTrouble[] {
  const plain = password.normalize('NFKC').toLowerCase();
  const least = owner.hasSecondFactor ? PASSWORD_LENGTH.withSecondFactor : PASSWORD_LENGTH.alone;
  const numbers = [owner.userId, owner.officeNumber].filter(Boolean).map((number) => number.toLowerCase());
  const found: readonly (readonly [PasswordTrouble, boolean])[] = [
    ['short', lengthOf(password) < least],
    ['own-number', numbers.some((number) => plain.includes(number))],
    ['common', COMMON.some((word) => plain.includes(word))],
    ['repeated', isRepeated(plain)],
    ['sequence', isSequence(plain)],
  ];
  return found.flatMap(([trouble, isFound]) => (isFound ? [trouble] : []));
}

const lengthOf = (password: string) => [...password.normalize('NFKC')].length;

/** Few different characters, or one piece over and over: aaaaaaaaaaaaa, sakurasakurasakura. */
function isRepeated(plain: string): boolean {
  return plain !== '' && (new Set(plain).size < MIN_DIFFERENT || /^(.{1,8}?)\1+$/su.test(plain));
}

/** Mostly characters one after the other, up or down: 1234567890123, abcdefgh98765. */
function isSequence(plain: string): boolean {
  const codes = [...plain].map((character) => character.codePointAt(0) ?? 0);
  let inRuns = 0;
  let run = 1;
  for (let at = 1; at <= codes.length; at++) {
    const step = (codes[at] ?? Number.NaN) - (codes[at - 1] ?? 0);
    const before = at > 1 ? (codes[at - 1] ?? 0) - (codes[at - 2] ?? 0) : step;
    if (Math.abs(step) === 1 && (run === 1 || step === before)) {
      run++;
      continue;
    }
    if (run >= MIN_RUN) inRuns += run;
    run = 1;
  }
  return codes.length > 0 && inRuns * 2 > codes.length;
}
