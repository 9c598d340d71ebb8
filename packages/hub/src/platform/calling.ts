import { AsyncLocalStorage } from 'node:async_hooks';

/** The request that is being answered, as far as records name it. */
export interface Calling {
  readonly requestId: string;
  /** Null where nobody is signed in. */
  readonly terminalId: string | null;
}

const storage = new AsyncLocalStorage<Calling>();

/** Runs what answers a request; whatever it records, however deep, knows the terminal and the request. */
export const whileCalling = <T>(calling: Calling, run: () => T): T => storage.run(calling, run);

/** Null in jobs and in commands on the hub's own machine. */
export const currentCalling = (): Calling | null => storage.getStore() ?? null;
