import { ConnectionFailure } from '@musubi/client';
import { MOST_NOTED, type Output } from '@musubi/contract';
import type { Desk } from './desk.js';

/** The subject of something that left the screen. */
export interface OutputSubjects {
  readonly transmissions?: readonly { readonly id: string }[];
  /** YYYYMM. */
  readonly months?: readonly string[];
}

/**
 * Tells the hub, for its audit log, that something was printed or saved (security.md R22): after it was, since a hub that
 * does not answer must not stand between an office and its paper. Without a connection it is not recorded, as
 * docs/security.md says; a refusal of the hub is thrown, to be shown.
 */
export async function noteOutput({ hub, state }: Desk, kind: Output['kind'], about: OutputSubjects): Promise<void> {
  if (state.session === null) return; // files looked at without a login are nobody's here
  const ids = [...new Set(about.transmissions?.map(({ id }) => id))];
  const months = [...new Set(about.months)];
  try {
    for (let at = 0; at < Math.max(ids.length, months.length); at += MOST_NOTED) {
      const part = <T>(list: T[]) => list.slice(at, at + MOST_NOTED);
      await hub.call('noteOutput', { body: { kind, transmissions: part(ids), months: part(months) } });
    }
  } catch (error) {
    if (!(error instanceof ConnectionFailure)) throw error;
  }
}
