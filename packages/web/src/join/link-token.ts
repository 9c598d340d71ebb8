import { useEffect, useState } from 'react';
import type { Desk } from '../app/desk.js';
import { useDesk } from '../app/desk-context.js';

/** The link's token goes from the address, which histories keep, into this browser's sealed store. */
async function takeToken(desk: Desk, place: string): Promise<string | null> {
  const given = location.hash.slice(1);
  if (/^[\w-]{43}$/.test(given)) {
    await desk.terminalFiles.write(place, new TextEncoder().encode(given));
    history.replaceState(null, '', location.pathname);
    return given;
  }
  const kept = await desk.terminalFiles.read(place);
  return kept ? new TextDecoder().decode(kept) : null;
}

/** The token a link brought to this page now or earlier; null without one, undefined until it is known. */
export function useLinkToken(place: string): { token: string | null | undefined; failure: unknown } {
  const desk = useDesk();
  const [token, setToken] = useState<string | null | undefined>(undefined);
  const [failure, setFailure] = useState<unknown>(null);
  useEffect(() => {
    takeToken(desk, place).then(setToken, setFailure);
  }, [desk, place]);
  return { token, failure };
}
