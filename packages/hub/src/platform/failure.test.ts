import { startTestHub, type TestHub } from '@musubi/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';

let hub: TestHub;
const lines: string[] = [];
beforeAll(async () => {
  hub = await startTestHub({ logLevel: 'error' }, { logTo: { write: (line) => lines.push(line) } });
});
afterAll(() => hub.close());

it('R45: a failure inside is told as a failure alone: no name of a table, no place of code, no value', async () => {
  await hub.asSuperuser('alter table notices rename to himitsu');
  const { statusCode, body, headers } = await hub.app.inject({ method: 'GET', url: '/v1/public/notices' });
  await hub.asSuperuser('alter table himitsu rename to notices');
  expect(statusCode).toBe(500);
  expect(JSON.parse(body)).toEqual({
    type: expect.any(String),
    code: 'MSB-HUB-FAILED',
    status: 500,
    title: expect.stringMatching(/。$/),
    detail: expect.any(String),
    requestId: headers['x-request-id'],
  });
  expect(body).not.toMatch(/himitsu|relation|select|\.ts|node_modules/);
  expect(lines.join('')).toContain(String(headers['x-request-id']));
});
