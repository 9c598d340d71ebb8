import { readFileSync } from 'node:fs';
import { type DemoAccount, ROUTES } from '@musubi/contract';
import { SettingsError } from '../platform/settings.js';

/** Reads the logins a demo offers to everybody; refuses a file that is not what the contract says. */
export function readDemoAccounts(path: string | null): DemoAccount[] {
  if (path === null) return [];
  const parsed = ROUTES.demo.answer.safeParse(readJson(path));
  if (parsed.success) return parsed.data.accounts;
  const places = parsed.error.issues.slice(0, 5).map((issue) => issue.path.join('.') || '全体');
  throw new SettingsError(
    `MUSUBI_DEMO_FILE の「${path}」の形が正しくありません（${places.join('、')}）。{"accounts":[…]} の形で書いてください。`,
  );
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw new SettingsError(`MUSUBI_DEMO_FILE の「${path}」を JSON として読めません。ファイルを確かめてください。`);
  }
}
