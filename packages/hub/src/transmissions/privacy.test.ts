import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createNodeTransport } from '@musubi/client/node';
import { enrolOffice, signIn, startTestHub, type TestHub } from '@musubi/testkit';
import { packInputFor, submitSample } from '@musubi/testkit/transmissions';
import { afterAll, beforeAll, expect, it } from 'vitest';

const MARK = 'HIMITSU-渡邊太郎-0559378389';
const TOKEN = 'sokutei-no-aikotoba-2026';
const logged: string[] = [];
let hub: TestHub;

beforeAll(async () => {
  hub = await startTestHub(
    { logLevel: 'info', metricsToken: TOKEN },
    { logTo: { write: (line) => logged.push(line) } },
  );
});
afterAll(() => hub.close());

/** What the mark would look like if it leaked: as it is in three encodings, and as plain digests. */
function traces(content: Uint8Array): string[] {
  const digests = ['sha256', 'sha1', 'md5'].flatMap((name) =>
    ['hex', 'base64'].map((form) =>
      createHash(name)
        .update(content)
        .digest(form === 'hex' ? 'hex' : 'base64'),
    ),
  );
  const mark = Buffer.from(MARK);
  return [MARK, mark.toString('hex'), mark.toString('base64').slice(0, 30), 'HIMITSU', ...digests];
}

/** The hub cannot read what it carries (R10): nothing of it in any table, metric, log or file of the data folder. */
it('leaves no trace of files, attachment names or messages anywhere in the hub', async () => {
  const care = await enrolOffice(hub, { officeNumber: '1377700001', serviceTypes: ['43'] });
  const visit = await enrolOffice(hub, { officeNumber: '1375400014', serviceTypes: ['13'] });
  const carer = await signIn(hub, care, 'staff');
  const content = new TextEncoder().encode(MARK);
  const input = packInputFor('1377700001', '43', '1375400014', '13', hub.clock.now());
  await submitSample(carer, care, visit, {
    ...input,
    files: input.files.map((file) => ({ ...file, bytes: content })),
    attachments: [{ name: `${MARK}.pdf`, mediaType: 'application/pdf', bytes: content }],
    message: MARK,
  });
  const tables = await hub.context.database.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public'",
  );
  const rows = await Promise.all(
    tables.map(async ({ name }) =>
      (await hub.context.database.query<{ row: string }>(`select row_to_json(t)::text as row from ${name} t`))
        .map(({ row }) => row)
        .join('\n'),
    ),
  );
  const { body } = await createNodeTransport(hub.url, hub.caPem).request({
    method: 'GET',
    path: '/metrics',
    headers: { authorization: `Bearer ${TOKEN}` },
    body: null,
  });
  const everything = [
    ...rows,
    new TextDecoder().decode(body),
    ...logged,
    ...filesBelow(hub.context.settings.dataFolder),
  ];
  expect(rows.join('')).toContain('1375400014');
  expect(logged.join('')).toContain('request completed');
  for (const trace of traces(content)) for (const place of everything) expect(place.includes(trace)).toBe(false);
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [readFileSync(path, 'latin1')];
  });
}
