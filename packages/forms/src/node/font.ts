import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The file of the forms' font (Noto Sans JP Regular, OFL) in its package; browsers fetch the same file as an asset. */
export const FONT_FILE = '@expo-google-fonts/noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf';

export function readFont(): Uint8Array {
  return new Uint8Array(readFileSync(createRequire(import.meta.url).resolve(FONT_FILE)));
}
