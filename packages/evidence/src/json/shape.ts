import { EvidenceError, type EvidenceProblemCode } from '../problems.js';
import { canonicalJson, type Json } from './canonical.js';

/** Reads one value of parsed JSON into a precise type, or throws with the path of what does not fit. */
export type Shape<T> = (value: Json | undefined, path: string) => T;

class ShapeError extends Error {}

function refuse(path: string): never {
  throw new ShapeError(path);
}

export const text =
  (pattern: RegExp): Shape<string> =>
  (value, path) =>
    typeof value === 'string' && pattern.test(value) ? value : refuse(path);

export const count: Shape<number> = (value, path) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : refuse(path);

export const optional =
  <T>(shape: Shape<T>): Shape<T | null> =>
  (value, path) =>
    value === null ? null : shape(value, path);

export const listOf =
  <T>(shape: Shape<T>, max: number): Shape<readonly T[]> =>
  (value, path) =>
    Array.isArray(value) && value.length <= max ? value.map((item, at) => shape(item, `${path}[${at}]`)) : refuse(path);

export const literal =
  <const T extends string | number>(expected: T): Shape<T> =>
  (value, path) =>
    value === expected ? expected : refuse(path);

export const oneOf =
  <const T extends string>(choices: readonly T[]): Shape<T> =>
  (value, path) =>
    choices.find((choice) => choice === value) ?? refuse(path);

/** An object with exactly these members. */
export function closed<T extends Record<string, unknown>>(members: { readonly [K in keyof T]: Shape<T[K]> }): Shape<T> {
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(path);
    const given: Readonly<Record<string, Json | undefined>> = Object.fromEntries(Object.entries(value));
    const names = Object.keys(members);
    const extra = Object.keys(given).find((name) => !names.includes(name));
    if (extra !== undefined) refuse(`${path}.${extra.slice(0, 40)}`);
    const entries = Object.entries(members).map(([name, shape]: [string, Shape<unknown>]) => [
      name,
      shape(given[name], `${path}.${name}`),
    ]);
    return Object.fromEntries(entries);
  };
}

/** Parses canonical JSON bytes of a shape; anything else is refused with `code` and the path of the misfit. */
export function parseCanonical<T>(bytes: Uint8Array, shape: Shape<T>, code: EvidenceProblemCode): T {
  let parsed: Json;
  let source: string;
  try {
    source = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    parsed = JSON.parse(source);
  } catch {
    throw new EvidenceError(code, 'not JSON');
  }
  try {
    const value = shape(parsed, '$');
    if (canonicalJson(parsed) !== source) throw new EvidenceError(code, 'not canonical');
    return value;
  } catch (error) {
    if (error instanceof ShapeError) throw new EvidenceError(code, error.message);
    throw error;
  }
}
