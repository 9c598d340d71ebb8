import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The trial authorities that hubs of this worker made, by the day of their clocks. */
const made = new Map<string, Uint8Array>();

/**
 * Starts a hub with the trial authority that an earlier one of its day made, which it finds in its data folder as at any
 * start but the first: making an RSA key takes as long as all else of a start.
 */
export async function withTrialAuthority<Hub>(dataFolder: string, now: Date, start: () => Promise<Hub>): Promise<Hub> {
  const day = now.toISOString().slice(0, 10);
  const path = join(dataFolder, 'keys', 'trial-authority.json');
  const known = made.get(day);
  if (known) {
    mkdirSync(dirname(path), { mode: 0o700 });
    writeFileSync(path, known, { mode: 0o600 });
  }
  const hub = await start();
  if (existsSync(path)) made.set(day, readFileSync(path));
  return hub;
}
