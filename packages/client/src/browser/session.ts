import { z } from 'zod';
import type { SessionTokens, TokenStore } from '../hub/renewing.js';
import type { FileStore } from '../ports.js';

const terminal = z.object({ id: z.uuid(), name: z.string(), secret: z.string().nullable() });
const tokens = z.object({ token: z.string(), refreshToken: z.string().nullable(), terminal: z.string() });
export type StoredTerminal = z.infer<typeof terminal>;

const TERMINAL = 'terminal/terminal.json';
const SESSION = 'session/session.json';

const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const decode = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes));

/** This browser as a terminal; it names itself on first use and keeps the secret it is given. */
export async function loadTerminal(files: FileStore, suggestedName: string): Promise<StoredTerminal> {
  const bytes = await files.read(TERMINAL);
  return bytes ? terminal.parse(decode(bytes)) : { id: crypto.randomUUID(), name: suggestedName, secret: null };
}

export function saveTerminal(files: FileStore, value: StoredTerminal): Promise<void> {
  return files.write(TERMINAL, encode(value));
}

export async function forgetTerminal(files: FileStore): Promise<void> {
  await files.remove(TERMINAL);
}

export async function loadSession(files: FileStore): Promise<SessionTokens | null> {
  const bytes = await files.read(SESSION);
  return bytes ? tokens.parse(decode(bytes)) : null;
}

export function saveSession(files: FileStore, value: SessionTokens): Promise<void> {
  return files.write(SESSION, encode(value));
}

export function clearSession(files: FileStore): Promise<void> {
  return files.remove(SESSION);
}

/** All tabs of a browser share one session: a lock keeps two of them from renewing it at once. */
export function browserTokens(files: FileStore): TokenStore {
  return {
    load: () => loadSession(files),
    save: (value) => saveSession(files, value),
    alone: (run) => navigator.locks.request('musubi-renewal', run),
  };
}
