/** (c) The first page of an inbox (50 rows) with 1,000, 100,000 and 1,000,000 transmissions in the database; goal: flat. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHub } from '@musubi/hub';
import { enrolOffice, signIn } from '@musubi/testkit';
import { asSuperuser } from './administer.js';
import { median } from './measure.js';

const SIZES = [1_000, 100_000, 1_000_000] as const;
const RUNS = 60;

const folder = mkdtempSync(join(tmpdir(), 'musubi-bench-'));
chmodSync(folder, 0o711);
const hub = await startHub({ settings: { dataFolder: join(folder, 'hub'), port: 0, logLevel: 'silent' } });
const { database } = hub.context;
await enrolOffice(hub, { officeNumber: '1377700001', serviceTypes: ['43'] });
const visit = await enrolOffice(hub, { officeNumber: '1375400014', serviceTypes: ['13'] });
const visitor = await signIn(hub, visit);

await database.query(
  "insert into offices (office_number, name, registered_at) select lpad(n::text, 10, '8'), '事業所' || n, now() from generate_series(0, 2999) n on conflict do nothing",
);

/** Fills up to `total` rows over the last twelve months; every tenth is for the office that asks. */
async function fill(from: number, total: number): Promise<void> {
  await database.query(
    "select ensure_month((date_trunc('month', now()) - make_interval(months => m))::date) from generate_series(0, 12) m",
  );
  await database.query(
    `insert into transmissions (bucket, id, kind, edition, service_month, serial, sender_office, sender_type, recipient_office, recipient_type,
       file_names, attachment_count, has_message, payload_size, manifest, signature, manifest_digest, content_digest, submitted_by, submitted_at, expires_at)
     select date_trunc('month', at)::date, gen_random_uuid(), 'schedule', '4.1', to_char(at, 'YYYYMM'), to_char(at, 'YYYYMMDDHH24MISS'), case when n % 200 = 0 then '1377700001' else lpad((n % 3000)::text, 10, '8') end, '43',
            case when n % 10 = 0 then '1375400014' else lpad((n % 5000)::text, 10, '9') end, '13',
            array['UPPLAN', 'UPSIKYU', 'UPHOSOKU'], 0, false, 60000, 'x', 'x', 'x', 'x', gen_random_uuid(), at, at + interval '93 days'
       from (select n, now() - (random() * 360 || ' days')::interval as at from generate_series($1::int + 1, $2::int) n) rows`,
    [from, total],
  );
  await asSuperuser(hub.context.settings.dataFolder, 'analyze transmissions');
}

const rows: string[] = [];
let filled = 0;
let first = Number.NaN;
for (const size of SIZES) {
  await fill(filled, size);
  filled = size;
  const times = { first: [] as number[], deep: [] as number[], filtered: [] as number[] };
  const page = await visitor.hub.call('listTransmissions', { query: { box: 'inbox', limit: 50 } });
  for (let run = 0; run < RUNS; run++) {
    for (const [name, query] of [
      ['first', {}],
      ['deep', { cursor: page.next ?? undefined }],
      ['filtered', { month: page.items[0]?.serviceMonth ?? undefined, partner: '1377700001' }],
    ] as const) {
      const begun = performance.now();
      await visitor.hub.call('listTransmissions', { query: { box: 'inbox', limit: 50, ...query } });
      times[name].push(performance.now() - begun);
    }
  }
  first = Number.isNaN(first) ? median(times.first) : first;
  rows.push(
    `| ${size.toLocaleString('en')} | ${[times.first, times.deep, times.filtered].map((list) => median(list).toFixed(1)).join(' | ')} | ${(median(times.first) / first).toFixed(2)} |`,
  );
}
console.log(
  '| transmissions | first page ms | next page ms | filtered ms | first page, ratio to 1,000 |\n| ---: | ---: | ---: | ---: | ---: |',
);
console.log(rows.join('\n'));
await hub.close();
rmSync(folder, { recursive: true, force: true });
process.exit(0);
