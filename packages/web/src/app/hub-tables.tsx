import { ReferenceTables } from '@musubi/client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { useDesk, useDeskState } from './desk-context.js';
import { setImportedTables } from './reference.js';

const NONE: readonly string[] = [];

/** Lays the imported tables of service codes over the bundled one while somebody is signed in. Draws nothing. */
export function HubTables(): ReactNode {
  const desk = useDesk();
  const queries = useQueryClient();
  const { session } = useDeskState();
  const isWorking = session !== null && !session.mustChangePassword && !session.mustEnrolOneTimeCode;
  const { data } = useQuery({
    queryKey: ['reference', 'texts', session?.office.officeNumber],
    queryFn: () => new ReferenceTables(desk.hub, desk.files).load(),
    enabled: isWorking,
    structuralSharing: false,
  });
  const tables = isWorking ? (data ?? NONE) : NONE;
  useEffect(() => {
    setImportedTables(tables);
    void queries.invalidateQueries({ queryKey: ['service-codes'] });
    void queries.invalidateQueries({ queryKey: ['compare'] });
  }, [tables, queries]);
  return null;
}
