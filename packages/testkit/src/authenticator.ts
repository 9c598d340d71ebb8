import { oneTimeCode } from '@musubi/hub';

const STEP_MS = 30_000;

/**
 * Somebody's authenticator app in the hands of a patient person: each code is shown once. Who asks again within the
 * same half minute gets the next one, which a hub takes a step early; a third time the test must move its clock.
 */
export function authenticator(secret: Uint8Array, now: () => Date): () => string {
  let last = 0;
  return () => {
    const current = Math.floor(now().getTime() / STEP_MS);
    const step = Math.max(current, last + 1);
    if (step > current + 1) throw new Error('a third code within half a minute: move the clock');
    last = step;
    return oneTimeCode(secret, new Date(step * STEP_MS));
  };
}

/** The bytes behind the letters an authenticator app is given. */
export function fromBase32(text: string): Uint8Array {
  const bits = [...text].map((letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  );
  const bytes = bits.join('').match(/.{8}/g) ?? [];
  return Uint8Array.from(bytes, (byte) => Number.parseInt(byte, 2));
}
