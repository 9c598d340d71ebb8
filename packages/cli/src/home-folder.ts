import { homedir } from 'node:os';
import { join } from 'node:path';

/** Returns the folder in which the command keeps its things. */
export function homeFolder(): string {
  return process.env.MUSUBI_HOME ?? join(homedir(), '.musubi');
}
