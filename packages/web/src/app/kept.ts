import { useCallback, useState } from 'react';
import { useDesk } from './desk-context.js';

/**
 * State of a form field that outlives the end of a session: whoever signs in again as the same person finds what was
 * typed. It stays in memory only, and goes at logout and when somebody else signs in. Never for passwords.
 * `name` says which field of the whole client it is, e.g. `people/invite/name`.
 */
export function useKept(name: string, initial: string): readonly [string, (value: string) => void, () => void] {
  const desk = useDesk();
  const [value, setValue] = useState(() => desk.kept.get(name) ?? initial);
  const set = useCallback(
    (next: string) => {
      desk.kept.set(name, next);
      setValue(next);
    },
    [desk, name],
  );
  /** What was typed has gone where it should. */
  const clear = useCallback(() => {
    desk.kept.delete(name);
    setValue(initial);
  }, [desk, name, initial]);
  return [value, set, clear];
}
