import { ConnectionFailure, HubProblem } from '@musubi/client';
import type { FoundOffice } from '@musubi/contract';
import { useQuery } from '@tanstack/react-query';
import type { Desk } from '../app/desk.js';
import { useDesk } from '../app/desk-context.js';
import type { Recipient } from './batch.js';

const AT_ONCE = 6;

async function ask(desk: Desk, officeNumber: string): Promise<Recipient> {
  try {
    const { name, serviceTypes, canReceive } = await desk.hub.call('findOffice', { params: { officeNumber } });
    const office: FoundOffice = { officeNumber, name, serviceTypes, canReceive };
    return { state: 'known', office };
  } catch (error) {
    if (error instanceof HubProblem && error.code === 'MSB-OFFICE-UNKNOWN') return { state: 'unknown' };
    if (error instanceof ConnectionFailure) return { state: 'offline' };
    throw error;
  }
}

/** Asks the hub about recipients, a few at a time; those asked before are not asked again. */
async function askAll(desk: Desk, numbers: readonly string[], known: Map<string, Recipient>) {
  const open = numbers.filter(
    (number) => known.get(number)?.state !== 'known' && known.get(number)?.state !== 'unknown',
  );
  const work = Array.from({ length: AT_ONCE }, async () => {
    for (let next = open.shift(); next !== undefined; next = open.shift()) known.set(next, await ask(desk, next));
  });
  await Promise.all(work);
  return new Map(known);
}

const KNOWN = new WeakMap<Desk, Map<string, Recipient>>();

/** What the hub knows of the recipients of a batch. */
export function useRecipients(numbers: readonly string[]) {
  const desk = useDesk();
  const known = KNOWN.get(desk) ?? new Map<string, Recipient>();
  KNOWN.set(desk, known);
  const distinct = [...new Set(numbers)].sort();
  const { data, error } = useQuery({
    queryKey: ['recipients', ...distinct],
    queryFn: () => askAll(desk, distinct, known),
    enabled: distinct.length > 0,
    staleTime: 30_000,
    placeholderData: known,
  });
  return { recipients: data ?? known, error };
}
