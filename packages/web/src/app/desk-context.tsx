import type { Session } from '@musubi/contract';
import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react';
import type { Desk, DeskState } from './desk.js';

const DeskContext = createContext<Desk | null>(null);

export function DeskProvider({ desk, children }: { desk: Desk; children: ReactNode }): ReactNode {
  return <DeskContext value={desk}>{children}</DeskContext>;
}

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new TypeError('screens are drawn inside DeskProvider');
  return desk;
}

export function useDeskState(): DeskState {
  const desk = useDesk();
  return useSyncExternalStore(desk.subscribe, () => desk.state);
}

/** The session on screens that are shown to signed-in people only. */
export function useSession(): Session {
  const { session } = useDeskState();
  if (!session) throw new TypeError('this screen is for signed-in people');
  return session;
}

/** Whether the person may see what arrived; an agent (代行) may not always. */
export function useMayReceive(): boolean {
  return useSession().account.agent?.mayReceive ?? true;
}

/** Whether the person sees what the office sent: all do but agents who may only receive. */
export function useSeesSent(): boolean {
  return useSession().account.agent?.maySend ?? true;
}

/** Whether the person may send, decide and edit; readers only look. */
export function useMaySend(): boolean {
  return useSession().account.roles.some((role) => role === 'administrator' || role === 'staff');
}
