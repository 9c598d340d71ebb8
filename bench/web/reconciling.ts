/** 予実突合 of a month of 500 clients: the sample month twenty times over, sent by programs, compared in Chromium. */
import { answerByProgram, sendByProgram } from '../../test/web/program.js';
import { goTo, login, officesOfMonth, type Participant, samples, type Upload } from '../../test/web/world.js';
import { median } from '../measure.js';
import type { Stage } from './stage.js';

const COPIES = 20;
const ROUNDS = 3;
const INSURED = /,\d{6},([0-9H]\d{9}),/g;

/** The files with every client twenty times, each time under another 被保険者番号. */
function multiplied(uploads: readonly Upload[], numbers: ReadonlyMap<string, number>): Upload[] {
  return uploads.map((upload) => {
    const text = upload.buffer.toString('latin1');
    const copies = Array.from({ length: COPIES }, (_, copy) =>
      text.replaceAll(INSURED, (whole, insured: string) =>
        whole.replace(insured, String((numbers.get(insured) ?? 0) * 1000 + copy).padStart(10, '0')),
      ),
    );
    return { ...upload, buffer: Buffer.from(copies.join(''), 'latin1') };
  });
}

function clientNumbers(uploads: readonly Upload[]): Map<string, number> {
  const all = uploads.flatMap(({ buffer }) => [...buffer.toString('latin1').matchAll(INSURED)].map(([, one]) => one));
  return new Map([...new Set(all)].flatMap((one, at) => (one === undefined ? [] : [[one, at + 1] as const])));
}

export async function measureReconciling(stage: Stage, care: Participant): Promise<string> {
  const plans = samples('month-v4/plans');
  const numbers = clientNumbers(plans);
  const partners = new Set(plans.map(({ name }) => name.split('_')[4] ?? ''));
  const joined: Participant[] = [];
  for (const number of officesOfMonth.filter((one) => partners.has(one))) joined.push(await stage.world.join(number));
  await sendByProgram(care, multiplied(plans, numbers));
  for (const partner of joined) {
    const own = samples('month-v4/actuals').filter(({ name }) =>
      name.startsWith(`UPJSK_202610_${partner.office.officeNumber}_`),
    );
    await answerByProgram(partner, multiplied(own, numbers));
  }
  const { page, context } = await stage.open();
  await login(page, stage.world, care);
  const times: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    await goTo(page, '月末');
    await page.getByLabel('対象月').selectOption('202610');
    const link = page.getByRole('link', { name: '予定と実績を突き合わせる' });
    await link.waitFor();
    const begun = performance.now();
    await link.click();
    await page.getByText('確認していない違いが').waitFor();
    times.push((performance.now() - begun) / 1000);
  }
  await context.close();
  const [first = 0, ...again] = times;
  return [
    '| clients | partners | first time s (all fetched and decrypted) | again s (read from this PC, checked, compared, drawn) |',
    '| ---: | ---: | ---: | ---: |',
    `| ${numbers.size * COPIES} | ${joined.length} | ${first.toFixed(1)} | ${median(again).toFixed(1)} |`,
  ].join('\n');
}
