import { type DBSchema, type IDBPDatabase, openDB } from 'idb';

/** An identity as a browser keeps it: keys are WebCrypto handles that can't be exported. */
export interface StoredIdentity {
  readonly fingerprint: string;
  readonly certificatePems: readonly string[];
  readonly signingKey: CryptoKey;
  readonly decryptionKey: CryptoKey | null;
  /** Of two certificates the one added last is the current one. */
  readonly addedAt: number;
}

/** Bytes sealed under the terminal's key. */
export interface Sealed {
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly bytes: ArrayBuffer;
}

interface Schema extends DBSchema {
  identities: { key: string; value: StoredIdentity };
  keys: { key: string; value: CryptoKey };
  files: { key: string; value: Sealed };
  folders: { key: string; value: FileSystemDirectoryHandle };
}

export type BrowserDatabase = IDBPDatabase<Schema>;

/** The one database of the client in a browser. */
export function openBrowserDatabase(name = 'musubi'): Promise<BrowserDatabase> {
  return openDB<Schema>(name, 1, {
    upgrade: (database) => {
      database.createObjectStore('identities', { keyPath: 'fingerprint' });
      database.createObjectStore('keys');
      database.createObjectStore('files');
      database.createObjectStore('folders');
    },
    blocking: (_current, _blocked, event) => {
      if (event.target instanceof IDBDatabase) event.target.close(); // a newer version of the client waits
    },
  });
}

const TERMINAL_KEY = 'terminal';

/** The key everything at rest is sealed with: made here once, never exportable. */
export async function terminalKey(database: BrowserDatabase): Promise<CryptoKey> {
  const known = await database.get('keys', TERMINAL_KEY);
  if (known) return known;
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  const transaction = database.transaction('keys', 'readwrite');
  const first = await transaction.store.get(TERMINAL_KEY); // another tab may have made one meanwhile
  if (!first) await transaction.store.put(made, TERMINAL_KEY);
  await transaction.done;
  return first ?? made;
}

export async function seal(key: CryptoKey, bytes: Uint8Array): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, bytes: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new Uint8Array(bytes)) };
}

export async function unseal(key: CryptoKey, { iv, bytes }: Sealed): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, bytes));
}
