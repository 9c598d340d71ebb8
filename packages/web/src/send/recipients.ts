import { ConnectionFailure, findOffices } from '@musubi/client';
import type { FoundOffice } from '@musubi/contract';
import { useQuery } from '@tanstack/react-query';
import type { Desk } from '../app/desk.js';
import { useDesk } from '../app/desk-context.js';
import type { Recipient } from './batch.js';

/** Asks the hub about recipients in one question; those asked before are not asked again. */
async function askAll(desk: Desk, numbers: readonly string[], known: Map<string, Recipient>) {
  const open = numbers.filter(
    (number) => known.get(number)?.state !== 'known' && known.get(number)?.state !== 'unknown',
  );
  const answers = await askOpen(desk, open);
  for (const [number, recipient] of answers) known.set(number, recipient);
  return new Map(known);
}

async function askOpen(desk: Desk, numbers: readonly string[]): Promise<(readonly [string, Recipient])[]> {
  try {
    const found = await findOffices(desk.hub, numbers);
    return numbers.map((officeNumber) => {
      const office = found.get(officeNumber);
      if (!office) return [officeNumber, { state: 'unknown' }];
      const { name, serviceTypes, canReceive } = office;
      return [officeNumber, { state: 'known', office: { officeNumber, name, serviceTypes, canReceive } }];
    });
  } catch (error) {
    if (error instanceof ConnectionFailure) return numbers.map((number) => [number, { state: 'offline' }]);
    throw error;
  }
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

/** The recipient another screen named in the address, `?to=` and an office number, when it can receive. */
export async function recipientOfAddress(desk: Desk): Promise<FoundOffice | null> {
  const number = new URLSearchParams(location.search).get('to') ?? '';
  if (!/^[0-9A-Z]{10}$/.test(number)) return null;
  const office = (await findOffices(desk.hub, [number])).get(number);
  return office?.canReceive && office.serviceTypes.length > 0 ? office : null;
}
