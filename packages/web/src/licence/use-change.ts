import type { OwnLicence } from '@musubi/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Desk } from '../app/desk.js';
import { useDesk } from '../app/desk-context.js';
import { useTell } from '../ui/toasts.js';

export const LICENCE = ['licence'];

/** Runs a change of the contract; its answer is the contract as it now is. */
export function useChange<T>(run: (desk: Desk, input: T) => Promise<OwnLicence>, said: string) {
  const desk = useDesk();
  const queries = useQueryClient();
  const tell = useTell();
  return useMutation({
    mutationFn: (input: T) => run(desk, input),
    onSuccess: async (licence) => {
      queries.setQueryData(LICENCE, licence);
      tell('good', said);
      await desk.refreshSession();
    },
  });
}
