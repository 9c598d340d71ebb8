import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from './settings.js';
import { SettingsError } from './settings-error.js';

/** The folder of the hub's own keys: files that only the hub's user reads, sealed where a secret is kept elsewhere. */
export interface KeyFolder {
  /** Returns a file's text; null where there is none. */
  read(name: string): string | null;
  /** Adds a file and returns its text, or that of the process that was first. */
  add(name: string, text: string): string;
  /** Returns a file's text; adds it where there is none yet. */
  keep(name: string, make: () => string): string;
  /** Writes a file anew, whole or not at all. */
  replace(name: string, text: string): void;
}

const SEALED = 'musubi-sealed-1';
const MIN_SECRET = 20;

/**
 * Opens `keys` in the data folder. With MUSUBI_KEY_SECRET_FILE its files lie sealed (AES-256-GCM under a key that scrypt
 * makes of the secret), and files of before are sealed when they are first read.
 */
export function openKeyFolder({
  dataFolder,
  keySecretFile,
}: Pick<Settings, 'dataFolder' | 'keySecretFile'>): KeyFolder {
  const folder = join(dataFolder, 'keys');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const secret = keySecretFile === null ? null : readSecret(keySecretFile);
  const writeBeside = (name: string, text: string) => {
    const path = join(folder, `${name}.${crypto.randomUUID()}`);
    writeFileSync(path, secret ? seal(secret, name, text) : text, { mode: 0o600 });
    return path;
  };
  const replace = (name: string, text: string) => renameSync(writeBeside(name, text), join(folder, name));
  const read = (name: string) => {
    const path = join(folder, name);
    if (!existsSync(path)) return null;
    const text = readFileSync(path, 'utf8');
    if (text.startsWith(SEALED)) return unseal(secret, path, name, text);
    if (secret) replace(name, text);
    return text;
  };
  const add = (name: string, text: string) => {
    const beside = writeBeside(name, text);
    linkUnlessThere(beside, join(folder, name));
    rmSync(beside);
    return read(name) ?? text;
  };
  return { read, add, replace, keep: (name, make) => read(name) ?? add(name, make()) };
}

/** Of two processes that start at once, both go by the key of the one that was first. */
function linkUnlessThere(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}

function readSecret(path: string): Buffer {
  if (!existsSync(path)) throw new SettingsError(`MUSUBI_KEY_SECRET_FILE の「${path}」がありません。`);
  const secret = readFileSync(path, 'utf8').trim();
  if (secret.length < MIN_SECRET)
    throw new SettingsError(`MUSUBI_KEY_SECRET_FILE の合言葉は ${MIN_SECRET} 文字以上にしてください。`);
  return Buffer.from(secret, 'utf8');
}

const keyOf = (secret: Buffer, salt: Buffer) =>
  scryptSync(secret, salt, 32, { N: 2 ** 15, r: 8, p: 1, maxmem: 2 ** 26 });

/** The file's name is under the seal: no sealed file stands in for another. */
function seal(secret: Buffer, name: string, text: string): string {
  const salt = randomBytes(16);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret, salt), nonce).setAAD(Buffer.from(name));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return [SEALED, ...[salt, nonce, sealed].map((part) => part.toString('base64'))].join('\n');
}

function unseal(secret: Buffer | null, path: string, name: string, text: string): string {
  if (!secret) throw new SettingsError(`${path} は封がされています。MUSUBI_KEY_SECRET_FILE を指定してください。`);
  const [salt = Buffer.alloc(0), nonce = Buffer.alloc(0), sealed = Buffer.alloc(0)] = text
    .split('\n')
    .slice(1)
    .map((part) => Buffer.from(part, 'base64'));
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyOf(secret, salt), nonce, { authTagLength: 16 });
    decipher.setAAD(Buffer.from(name)).setAuthTag(sealed.subarray(-16));
    return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]).toString('utf8');
  } catch {
    throw new SettingsError(`${path} を開けません。MUSUBI_KEY_SECRET_FILE の合言葉が違うか、ファイルが壊れています。`);
  }
}
