import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { InputFile } from '@musubi/standard';

const FOLDER = fileURLToPath(new URL('../test/fixtures/samples/month-v4/', import.meta.url));
const PLANS = '20260925100004';
const ACTUALS = '1375400014_13_1377700001';
const CLIENTS = 60;

function sample(folder: string, part: string): { readonly name: string; readonly lines: readonly string[] }[] {
  return readdirSync(FOLDER + folder)
    .filter((name) => name.includes(part))
    .map((name) => ({
      name,
      lines: readFileSync(`${FOLDER}${folder}/${name}`, 'latin1').split('\r\n').filter(Boolean),
    }));
}

/** The clients of a sample unit and its actuals again and again under new numbers, until there are sixty. */
export function bigMonth(): InputFile[] {
  const clients = new Set<string>();
  const copies = Array.from({ length: CLIENTS }, (_, at) => String(at).padStart(4, '0'));
  return [...sample('plans', PLANS), ...sample('actuals', ACTUALS)].map(({ name, lines }) => {
    const kept = copies.flatMap((copy) =>
      lines.flatMap((line) => {
        const renamed = line.replace(/^(\d{6},\d{6},)([\dH]\d{5})\d{4}/, `$1$2${copy}`);
        const [, , client = ''] = renamed.split(',');
        if (!clients.has(client) && clients.size < CLIENTS) clients.add(client);
        return clients.has(client) ? [renamed] : [];
      }),
    );
    return { name, bytes: new Uint8Array(Buffer.from(`${kept.join('\r\n')}\r\n`, 'latin1')) };
  });
}
