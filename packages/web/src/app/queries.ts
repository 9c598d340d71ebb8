import { type CallInput, ConnectionFailure } from '@musubi/client';
import { type AnswerOf, ROUTES, type TransmissionQuery } from '@musubi/contract';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { workingMonths } from '../words/months.js';
import { listWaiting } from './deliver.js';
import type { Desk } from './desk.js';
import { useDesk, useDeskState } from './desk-context.js';

/** An answer of the hub, or what it was when the hub could last be reached. */
export interface Kept<T> {
  readonly value: T;
  /** When a copy of this terminal stands in for the hub: the time it was made. */
  readonly copyOf: string | null;
}

type ReadRoute =
  | 'summary'
  | 'listPartners'
  | 'monthOverview'
  | 'listNotices'
  | 'getPreferences'
  | 'listTransmissions'
  | 'getTransmission'
  | 'listOwnCertificates'
  | 'listReceipts';

/** Asks the hub and keeps a sealed copy of the answer; without a hub the copy is given. */
export async function keptCall<N extends ReadRoute>(
  desk: Desk,
  name: N,
  input: CallInput<(typeof ROUTES)[N]>,
): Promise<Kept<AnswerOf<(typeof ROUTES)[N]>>> {
  const path = `cache/${name}/${JSON.stringify(input)}`;
  try {
    const value = await desk.hub.call(name, input);
    const copy = { at: new Date().toISOString(), value };
    await desk.files.write(path, new TextEncoder().encode(JSON.stringify(copy)));
    return { value, copyOf: null };
  } catch (error) {
    if (!(error instanceof ConnectionFailure)) throw error;
    const bytes = await desk.files.read(path);
    if (!bytes) throw error;
    const copy: { at: string; value: unknown } = JSON.parse(new TextDecoder().decode(bytes));
    const route = ROUTES[name];
    return { value: route.answer.parse(copy.value) as AnswerOf<(typeof ROUTES)[N]>, copyOf: copy.at };
  }
}

export const KEYS = {
  summary: ['summary'],
  partners: ['partners'],
  month: (month: string) => ['month', month],
  notices: ['notices'],
  preferences: ['preferences'],
  people: ['people'],
  actsOnOffice: ['acts-on-office'],
  strangers: ['strangers'],
  mail: ['mail'],
  transmissions: ['transmissions'],
  transmission: (id: string) => ['transmission', id],
  receipts: (id: string) => ['receipts', id],
  certificates: ['certificates'],
  reconciliation: (month: string) => ['reconciliation', month],
  ownStrangers: ['own-strangers'],
  partnerNews: ['partner-news'],
  knownOffices: ['known-offices'],
  delegations: ['delegations'],
  drafts: ['drafts'],
  waiting: ['waiting'],
  index: ['index'],
} as const;

export function useSummary() {
  const desk = useDesk();
  return useQuery({ queryKey: KEYS.summary, queryFn: () => keptCall(desk, 'summary', {}) });
}

export function usePartners() {
  const desk = useDesk();
  return useQuery({ queryKey: KEYS.partners, queryFn: () => keptCall(desk, 'listPartners', {}) });
}

export function useMonthOverview(month: string) {
  const desk = useDesk();
  return useQuery({
    queryKey: KEYS.month(month),
    queryFn: () => keptCall(desk, 'monthOverview', { params: { month } }),
  });
}

/** The month people work on: this one, or the one before as long as nothing has passed for this one. */
export function useWorkingMonth(): string {
  const [now = '', before = ''] = workingMonths();
  const { data } = useMonthOverview(now);
  return data?.value.partners.length === 0 ? before : now;
}

export function useNotices() {
  const desk = useDesk();
  return useQuery({ queryKey: KEYS.notices, queryFn: () => keptCall(desk, 'listNotices', {}) });
}

export function useTransmission(id: string) {
  const desk = useDesk();
  return useQuery({
    queryKey: KEYS.transmission(id),
    queryFn: () => keptCall(desk, 'getTransmission', { params: { id } }),
  });
}

export function useReceipts(id: string) {
  const desk = useDesk();
  return useQuery({ queryKey: KEYS.receipts(id), queryFn: () => keptCall(desk, 'listReceipts', { params: { id } }) });
}

export function useCertificates() {
  const desk = useDesk();
  return useQuery({ queryKey: KEYS.certificates, queryFn: () => keptCall(desk, 'listOwnCertificates', {}) });
}

/** What this terminal has opened, for searching and for names. */
export function useContentIndex() {
  const desk = useDesk();
  const { session } = useDeskState();
  return useQuery({ queryKey: KEYS.index, queryFn: () => desk.contents.index(), enabled: session !== null });
}

export function useWaiting() {
  const desk = useDesk();
  return useQuery({ queryKey: KEYS.waiting, queryFn: () => listWaiting(desk) });
}

export function useDrafts(enabled: boolean) {
  const desk = useDesk();
  return useQuery({
    queryKey: KEYS.drafts,
    queryFn: () => desk.sharedDrafts().list(),
    enabled,
    // Somebody at work on a draft falls away by time, which is no event.
    refetchInterval: ({ state }) => (state.data?.some(({ data }) => data.editing) ? 30_000 : false),
  });
}

const PAGE = 200;

/** A list of the hub, page by page. */
export function useTransmissions(query: Omit<TransmissionQuery, 'cursor' | 'limit'>) {
  const desk = useDesk();
  return useInfiniteQuery({
    queryKey: [...KEYS.transmissions, query],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      keptCall(desk, 'listTransmissions', {
        query: { ...query, limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) },
      }),
    getNextPageParam: ({ value }) => value.next,
  });
}

/**
 * A query's last failure, also while it is asked again, which it is whenever news comes in: a question or a form that
 * hangs below the failure must not vanish under somebody's hands.
 */
export function useStandingError({
  error,
  isSuccess,
}: {
  readonly error: Error | null;
  readonly isSuccess: boolean;
}): Error | null {
  const [standing, setStanding] = useState<Error | null>(error);
  const now = isSuccess ? error : (error ?? standing);
  if (now !== standing) setStanding(now);
  return now;
}
