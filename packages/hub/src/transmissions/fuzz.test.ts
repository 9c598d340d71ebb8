import { submissionForm } from '@musubi/client';
import { enrolOffice, signIn, startTestHub, type TestHub } from '@musubi/testkit';
import { packFor, packInputFor } from '@musubi/testkit/transmissions';
import { afterAll, beforeAll, expect, it } from 'vitest';

const RUNS = 6_000;
let hub: TestHub;

beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.close());

it(`${RUNS} mutated submissions are refused as problems, without a failure of the hub`, async () => {
  const care = await enrolOffice(hub, { officeNumber: '1377700001', serviceTypes: ['43'] });
  const visit = await enrolOffice(hub, { officeNumber: '1375400014', serviceTypes: ['13'] });
  const carer = await signIn(hub, care);
  const { body, type } = submissionForm(
    await packFor(care, visit, packInputFor('1377700001', '43', '1375400014', '13', hub.clock.now())),
  );
  const headers = { ...carer.hub.headers(), 'content-type': type };
  let state = 99;
  const random = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % below;
  };
  const statuses = new Map<number, number>();
  for (let run = 0; run < RUNS; run++) {
    const bytes = new Uint8Array(body.subarray(0, random(5) ? body.length : random(body.length)));
    for (let edit = random(5); edit >= 0 && bytes.length > 0; edit--)
      bytes[random(bytes.length)] = random(3) ? random(256) : ([10, 13, 45, 34][random(4)] ?? 0);
    const { statusCode, headers: answered } = await hub.app.inject({
      method: 'POST',
      url: '/v1/transmissions',
      headers,
      payload: Buffer.from(bytes),
    });
    statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1);
    // A mutation that hits only a part's header line can leave the submission whole: then it is accepted, or a retry.
    const isAccepted = statusCode === 200 || statusCode === 201;
    const isRefused = statusCode < 500 && String(answered['content-type']).startsWith('application/problem+json');
    if (!isAccepted && !isRefused) throw new Error(`mutation ${run} was answered with ${statusCode}`);
  }
  expect(statuses.get(400) ?? 0).toBeGreaterThan(RUNS / 10);
}, 120_000);
