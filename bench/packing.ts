/** Packing (sign, zip, encrypt) and opening of a 60 KB unit per second, in Node and in Chromium, with the keys offices have. */
import { z } from 'zod';
import { withPage } from '../test/browser/bundle.js';
import { measurePacking } from '../test/browser/scenario.js';

const KEYS = ['rsa-2048', 'p-256'] as const;
const rates = z.object({ packs: z.number(), opens: z.number() });

console.log('| runtime | keys | packs /s | opens /s |\n| --- | --- | ---: | ---: |');
const row = (runtime: string, keyType: string, { packs, opens }: z.infer<typeof rates>) =>
  console.log(`| ${runtime} | ${keyType} | ${Math.round(packs)} | ${Math.round(opens)} |`);
for (const keyType of KEYS) row('Node', keyType, await measurePacking(keyType));
await withPage('./scenario.ts', async (page) => {
  for (const keyType of KEYS) {
    row('Chromium', keyType, rates.parse(await page.evaluate(`musubi.measurePacking(${JSON.stringify(keyType)})`)));
  }
});
