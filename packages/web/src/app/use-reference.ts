import { codeKnowledge } from '@musubi/reference';
import type { ServiceKnowledge, ServiceNames } from '@musubi/standard';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { loadCharges, loadServiceCodes, namesBy } from './reference.js';

const FOREVER = { staleTime: Number.POSITIVE_INFINITY, gcTime: Number.POSITIVE_INFINITY } as const;

export function useServiceCodes() {
  return useQuery({ queryKey: ['service-codes'], queryFn: loadServiceCodes, ...FOREVER, structuralSharing: false });
}

export function useCharges() {
  return useQuery({ queryKey: ['charges'], queryFn: loadCharges, ...FOREVER, structuralSharing: false });
}

/** Returns the kinds of service codes; undefined until the table has come. */
export function useKnowledge(): ServiceKnowledge | undefined {
  const { data } = useServiceCodes();
  return useMemo(() => data && codeKnowledge(data), [data]);
}

/** Names of services for all screens. Without the table (first use off line) screens show codes as before. */
export function useServiceNames(): ServiceNames {
  const { data } = useServiceCodes();
  return useMemo(() => namesBy(data), [data]);
}
