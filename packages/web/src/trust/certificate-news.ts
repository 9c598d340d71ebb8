import { ConnectionFailure } from '@musubi/client';
import { useQuery } from '@tanstack/react-query';
import type { Desk } from '../app/desk.js';
import { useDesk, useSession } from '../app/desk-context.js';
import { KEYS } from '../app/queries.js';

/** Looks at the office's certificates; returns those that none of its own, as far as this PC knows, endorses. */
async function strangersOfOwn(desk: Desk): Promise<readonly string[]> {
  const { session, identities } = desk.state;
  const [identity] = identities;
  if (!session || !identity) return [];
  const { known } = desk.trust;
  const { officeNumber } = session.office;
  const holder = session.account.agent ? 'agent' : 'office';
  const { fingerprint } = identity.certificate;
  try {
    return (await known.meetOwn(officeNumber, { fingerprint, holder }, new Date())).strangers;
  } catch (error) {
    if (!(error instanceof ConnectionFailure)) throw error;
    return (await known.of(officeNumber))?.strangers ?? [];
  }
}

/** Certificates of the own office that nobody here knows; asked at sign-in and whenever the hub says that some changed. */
export function useOwnStrangers(): readonly string[] {
  const desk = useDesk();
  const { data } = useQuery({ queryKey: KEYS.ownStrangers, queryFn: () => strangersOfOwn(desk) });
  return data ?? [];
}

/** Partners that people should look at: met and not shown yet, or with new certificates to decide about. */
export function usePartnerNews() {
  const desk = useDesk();
  const { office } = useSession();
  const { data } = useQuery({ queryKey: KEYS.partnerNews, queryFn: () => desk.trust.known.pending() });
  return data?.filter(({ officeNumber }) => officeNumber !== office.officeNumber) ?? [];
}
