import type { HubStore } from '@musubi/hub';
import { CommandError } from '../../terminal/output.js';
import type { HubOptions } from './start.js';

/** Who did it, for the audit log: commands on the hub's own machine. */
export const HOST = 'host';

/** Opens the hub's store on this machine (a running hub's database is shared) and closes it after the work. */
export async function withStore<T>(
  { data }: HubOptions,
  run: (store: HubStore, hub: typeof import('@musubi/hub')) => Promise<T>,
): Promise<T> {
  const hub = await import('@musubi/hub');
  const store = await hub.openStore(data ? { settings: { dataFolder: data } } : {});
  try {
    return await run(store, hub);
  } catch (error) {
    if (!(error instanceof hub.Problem)) throw error;
    const { PROBLEMS } = await import('@musubi/contract');
    const { title, action } = PROBLEMS[error.code];
    throw new CommandError(
      `${title}${action}${error.extras.reason ? `\n${error.extras.reason}` : ''}（${error.code}）`,
    );
  } finally {
    await store.close();
  }
}
