import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where the command keeps its things on this computer. */
export function homeFolder(): string {
  return process.env.MUSUBI_HOME ?? join(homedir(), '.musubi');
}
