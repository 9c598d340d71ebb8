import { useCallback, useEffect, useRef, useState } from 'react';
import type { Desk } from './desk.js';
import { useDesk } from './desk-context.js';

type Update<T> = (value: T | ((now: T) => T)) => void;

/**
 * State that outlives its screen in memory, as long as `isHeld` says so when the screen goes. It never outlives a
 * logout or the signing in of somebody else: the desk clears it then.
 */
function useHeld<T>(name: string, initial: T | (() => T), isHeld: (desk: Desk) => boolean): [T, Update<T>] {
  const desk = useDesk();
  const [value, setValue] = useState<T>(() => {
    if (desk.kept.has(name)) return desk.kept.get(name) as T; // what stands under a name was put there by its form
    return initial instanceof Function ? initial() : initial;
  });
  const latest = useRef(value);
  latest.current = value;
  const held = useRef(isHeld);
  held.current = isHeld;
  useEffect(() => {
    desk.kept.delete(name);
    return () => {
      if (held.current(desk)) desk.kept.set(name, latest.current);
    };
  }, [desk, name]);
  return [value, setValue];
}

/**
 * State of a form or of the dialog around it, which the end of a session does not take away: whoever signs in again as
 * the same person finds it as it was. Leaving the form in any other way forgets it. Never for passwords or codes.
 * `name` says which form of the whole client it is, and of which entry, e.g. `operate/notice/42`.
 */
export const useKept = <T>(name: string, initial: T | (() => T)): [T, Update<T>] =>
  useHeld(name, initial, (desk) => desk.wasCutOff);

/** Like `useKept`, for what is long to write: it stays on other screens too, until it is sent or the person logs out. */
export const useUnsent = <T>(name: string, initial: T | (() => T)): [T, Update<T>] =>
  useHeld(name, initial, (desk) => desk.wasCutOff || desk.state.session !== null);

/** The fields of a form as one kept object, and how to change some of them. */
export function useKeptForm<T extends object>(name: string, initial: T | (() => T)): [T, (part: Partial<T>) => void] {
  const [form, setForm] = useKept(name, initial);
  const change = useCallback((part: Partial<T>) => setForm((now) => ({ ...now, ...part })), [setForm]);
  return [form, change];
}
