import { existsSync, lstatSync, mkdirSync, readdirSync } from 'node:fs';
import { homedir, platform } from 'node:os';
import { join } from 'node:path';
import { SettingsError } from './settings-error.js';

/** Returns the usual data folder of a hub: never below the temporary folder, which is everybody's and is cleared. */
export function usualDataFolder(): string {
  if (process.getuid?.() === 0) return '/var/lib/musubi';
  if (platform() === 'win32') return join(process.env.LOCALAPPDATA ?? homedir(), 'Musubi', 'hub');
  return join(homedir(), '.local', 'share', 'musubi-hub');
}

const GROUP_OR_OTHERS_WRITE = 0o022;
const GROUP_OR_OTHERS_ANYTHING = 0o077;

/**
 * Refuses a data folder that another user of this machine made or may write to: whoever makes it first would plant the
 * keys. Keys and passwords in it are for the hub's own user alone. Windows has its own rights and is not asked.
 */
export function requireSafeFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  const secrets = [join(folder, 'keys'), join(folder, 'postgres-password')].filter((path) => existsSync(path));
  const keys = secrets.flatMap((path) =>
    lstatSync(path).isDirectory() ? readdirSync(path).map((name) => join(path, name)) : [],
  );
  const wrong = [
    ...troublesOf(folder, GROUP_OR_OTHERS_WRITE),
    ...[...secrets, ...keys].flatMap((path) => troublesOf(path, GROUP_OR_OTHERS_ANYTHING)),
  ];
  if (wrong.length > 0) throw new SettingsError(wrong.join('\n'));
}

function troublesOf(path: string, forbidden: number): string[] {
  const own = process.getuid?.();
  if (own === undefined) return [];
  const { uid, mode } = lstatSync(path);
  if (uid !== own)
    return [`${path} は、連携基盤を動かす利用者のものではありません。ほかの利用者が作ったフォルダの鍵は使いません。`];
  const open = mode & forbidden;
  if (open === 0) return [];
  const right = (mode & 0o777 & ~forbidden).toString(8);
  return [
    `${path} に、ほかの利用者の権限（${(mode & 0o777).toString(8)}）があります。「chmod ${right} ${path}」で直してください。`,
  ];
}
