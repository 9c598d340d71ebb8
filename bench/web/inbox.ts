/** 受信一覧 with 100,000 transmissions: first rows, scrolling by wheel, memory, another month. */
import { packInputFor, submitSample } from '@musubi/testkit/transmissions';
import type { CDPSession, Page } from 'playwright-core';
import { login, type Participant } from '../../test/web/world.js';
import { median } from '../measure.js';
import type { Stage } from './stage.js';

const TOTAL = 100_000;
const SENDERS = 300;
const SCROLLED_ROWS = 5000;
const WHEEL_PIXELS = 600;

/** Fills an office's inbox over the last twelve months; what is older than a month has been opened. */
export async function fillInbox({ world }: Stage, officeNumber: string): Promise<void> {
  const { database } = world.hub.context;
  await database.query(
    `insert into offices (office_number, name, registered_at)
     select lpad(n::text, 10, '8'), '訪問介護さくら' || n, now() from generate_series(0, $1::int - 1) n on conflict do nothing`,
    [SENDERS],
  );
  await database.query(
    "select ensure_month((date_trunc('month', now()) - make_interval(months => m))::date) from generate_series(0, 12) m",
  );
  await database.query(
    `insert into transmissions (bucket, id, kind, edition, service_month, serial, sender_office, sender_type, recipient_office, recipient_type,
       file_names, attachment_count, has_message, payload_size, manifest, signature, manifest_digest, content_digest, submitted_by, submitted_at,
       expires_at, delivery, handed_over_at, opened_at)
     select date_trunc('month', at)::date, gen_random_uuid(), 'actuals', '4.1', to_char(at, 'YYYYMM'), to_char(at, 'YYYYMMDDHH24MISS'),
            lpad((n % $3::int)::text, 10, '8'), '11', $1, '43', array['UPJSK'], n % 7 / 6, n % 5 = 0, 60000, 'x', 'x', 'x', 'x',
            gen_random_uuid(), at, at + interval '93 days', case when fresh then 'consigned' else 'handedOver' end,
            case when fresh then null else at end, case when fresh then null else at end
       from (select n, at, at > now() - interval '30 days' as fresh
               from (select n, now() - (random() * 360 || ' days')::interval as at from generate_series(1, $2::int) n) times) rows`,
    [officeNumber, TOTAL, SENDERS],
  );
  await world.hub.asSuperuser('analyze transmissions');
}

/** `sender` is who sends one more while the list is open. */
export async function measureInbox(stage: Stage, participant: Participant, sender: Participant): Promise<string> {
  await fillInbox(stage, participant.office.officeNumber);
  const { page, context } = await stage.open({ viewport: { width: 1366, height: 768 } });
  const session = await context.newCDPSession(page);
  await login(page, stage.world, participant);
  await page.waitForTimeout(1000);
  const opened = await openInbox(page);
  const before = await heapMegabytes(session);
  const scrolled = await scroll(page);
  const after = await heapMegabytes(session);
  const kept = await page.getByRole('table').locator('.list-place').count();
  const arrival = await oneArrives(page, participant, sender);
  const filtered = await changeMonth(page);
  await context.close();
  const { frames, seconds } = scrolled;
  const sorted = frames.toSorted((a, b) => a - b);
  return [
    '| | |',
    '| --- | ---: |',
    `| first rows after the click on 受信一覧 | ${Math.round(opened)} ms |`,
    `| ${SCROLLED_ROWS.toLocaleString('en')} rows by wheel | ${seconds.toFixed(1)} s |`,
    `| frame, median | ${median(frames).toFixed(1)} ms |`,
    `| frame, 95th percentile | ${(sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN).toFixed(1)} ms |`,
    `| frame, longest | ${(sorted.at(-1) ?? Number.NaN).toFixed(0)} ms |`,
    `| frames over 50 ms | ${frames.filter((time) => time > 50).length} of ${frames.length} |`,
    `| JavaScript heap before and after scrolling | ${before.toFixed(0)} and ${after.toFixed(0)} MB |`,
    `| rows in the page then | ${kept} |`,
    `| one more arrives: pages asked again, until its row is known | ${arrival.requests}, ${(arrival.time / 1000).toFixed(1)} s |`,
    `| another month until its rows show | ${Math.round(filtered)} ms |`,
  ].join('\n');
}

async function openInbox(page: Page): Promise<number> {
  const link = page.getByRole('navigation', { name: 'メニュー' }).getByRole('link', { name: '受信一覧' });
  return link.evaluate(async (element) => {
    const begun = performance.now();
    if (element instanceof HTMLElement) element.click();
    const done = await window.probe.until(() => document.querySelector('.list-place') !== null);
    return done - begun;
  });
}

/** As a person turns the wheel: on and on, waiting at the end of what is loaded. */
async function scroll(page: Page): Promise<{ frames: number[]; seconds: number }> {
  const box = await page.getByRole('table').boundingBox();
  if (!box) throw new Error('the list has no place');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.evaluate(() => window.probe.watchFrames());
  const begun = performance.now();
  let reached = 0;
  while (reached < SCROLLED_ROWS) {
    for (let turn = 0; turn < 10; turn++) await page.mouse.wheel(0, WHEEL_PIXELS);
    reached = await page.evaluate(() =>
      Math.max(...[...document.querySelectorAll('.list-place')].map((row) => Number(row.getAttribute('data-index')))),
    );
  }
  const seconds = (performance.now() - begun) / 1000;
  return { frames: await page.evaluate(() => window.probe.frames()), seconds };
}

async function heapMegabytes(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize / 1024 / 1024;
}

/** Actuals arrive while the list stands where it was scrolled to; it is up to date when no request follows for a second. */
async function oneArrives(
  page: Page,
  { office }: Participant,
  sender: Participant,
): Promise<{ requests: number; time: number }> {
  let requests = 0;
  let last = performance.now();
  page.on('requestfinished', (request) => {
    if (new URL(request.url()).pathname !== '/v1/transmissions') return;
    requests++;
    last = performance.now();
  });
  const input = packInputFor(sender.office.officeNumber, '11', office.officeNumber, '43', new Date());
  const files = input.files.slice(0, 1).map((file) => ({ ...file, name: file.name.replace('UPPLAN', 'UPJSK') }));
  const begun = performance.now();
  await submitSample(sender.person, sender.office, office, { ...input, kind: 'actuals', files });
  while (requests === 0 || performance.now() - last < 1000) await page.waitForTimeout(100);
  return { requests, time: last - begun };
}

/** Chooses the month before the last and waits for rows of it. */
async function changeMonth(page: Page): Promise<number> {
  const select = page.getByRole('search').getByLabel('対象月');
  return select.evaluate(async (element) => {
    if (!(element instanceof HTMLSelectElement)) throw new Error('the filter is no selection');
    const option = element.options[5]; // the first is すべて, then two months ahead, this one, the last
    const label = option?.textContent ?? '';
    const begun = performance.now();
    element.value = option?.value ?? '';
    element.dispatchEvent(new Event('change', { bubbles: true }));
    const done = await window.probe.until(() => {
      const rows = [...document.querySelectorAll('.list-place')];
      return rows.length > 0 && rows.every(({ textContent }) => textContent?.includes(label));
    });
    return done - begun;
  });
}
