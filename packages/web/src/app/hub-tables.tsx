import { ReferenceTables } from '@musubi/client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { useTell } from '../ui/toasts.js';
import { useDesk, useDeskState } from './desk-context.js';
import { setImportedTables } from './reference.js';

const NONE: readonly string[] = [];
const FIVE_MINUTES = 5 * 60_000;

/** Lays the imported tables of service codes over the bundled one while somebody is signed in. Draws nothing. */
export function HubTables(): ReactNode {
  const desk = useDesk();
  const queries = useQueryClient();
  const tell = useTell();
  const { session } = useDeskState();
  const isWorking = session !== null && !session.mustChangePassword && !session.mustEnrolOneTimeCode;
  const { data, error } = useQuery({
    queryKey: ['reference', 'texts', session?.office.officeNumber],
    queryFn: () => new ReferenceTables(desk.hub, desk.files).load(),
    enabled: isWorking,
    structuralSharing: false,
    staleTime: FIVE_MINUTES,
  });
  useEffect(() => {
    if (isWorking && error)
      tell('care', '取り込んだサービスコード表を取得できません。はじめから入っている表を使います。');
  }, [isWorking, error, tell]);
  const tables = isWorking ? (data ?? NONE) : NONE;
  useEffect(() => {
    setImportedTables(tables);
    void queries.invalidateQueries({ queryKey: ['service-codes'] });
    void queries.invalidateQueries({ queryKey: ['compare'] });
  }, [tables, queries]);
  return null;
}
