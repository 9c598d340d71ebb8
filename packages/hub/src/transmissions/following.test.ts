import { HubConnection, watchEvents } from '@musubi/client';
import { createNodeTransport } from '@musubi/client/node';
import { enrolOffice, signIn, startTestHub, type TestHub, type TestOffice, type TestPerson } from '@musubi/testkit';
import { packInputFor, submitSample } from '@musubi/testkit/transmissions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let hub: TestHub;
let care: TestOffice;
let visit: TestOffice;
let carer: TestPerson;
let visitor: TestPerson;

beforeAll(async () => {
  hub = await startTestHub();
  care = await enrolOffice(hub, { officeNumber: '1377700001', serviceTypes: ['43'] });
  visit = await enrolOffice(hub, { officeNumber: '1375400014', serviceTypes: ['13'] });
  [carer, visitor] = [await signIn(hub, care), await signIn(hub, visit)];
  for (let count = 0; count < 8; count++) await send();
  await submitSample(carer, care, visit, {
    ...input(),
    files: [],
    kind: 'message',
    edition: null,
    serial: null,
    serviceMonth: null,
    message: '連絡',
  });
});
afterAll(() => hub.close());

const input = () => packInputFor('1377700001', '43', '1375400014', '13', hub.clock.now());
const send = () => submitSample(carer, care, visit, input());

describe('lists', () => {
  it('page through everything once, newest first, and filter', async () => {
    const all: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await visitor.hub.call('listTransmissions', {
        query: { box: 'inbox', limit: 3, ...(cursor ? { cursor } : {}) },
      });
      all.push(...page.items.map(({ id }) => id));
      cursor = page.next ?? undefined;
    } while (cursor);
    const whole = await visitor.hub.call('listTransmissions', { query: { box: 'inbox', limit: 200 } });
    expect(all).toEqual(whole.items.map(({ id }) => id));
    expect(new Set(all).size).toBe(all.length);
    const times = whole.items.map(({ submittedAt }) => submittedAt);
    expect(times).toEqual([...times].sort().reverse());
    const filtered = await visitor.hub.call('listTransmissions', {
      query: { box: 'inbox', kind: 'message', partner: '1377700001', limit: 200 },
    });
    expect(filtered.items.map(({ kind }) => kind)).toEqual(
      whole.items.filter(({ kind }) => kind === 'message').map(({ kind }) => kind),
    );
    expect((await visitor.hub.call('listTransmissions', { query: { box: 'inbox', month: '202512' } })).items).toEqual(
      [],
    );
  });

  it('refuse a cursor nobody gave out', async () => {
    await expect(visitor.hub.call('listTransmissions', { query: { box: 'inbox', cursor: 'x' } })).rejects.toMatchObject(
      { code: 'MSB-REQUEST-INVALID' },
    );
  });
});

describe('events', () => {
  it('tell the recipient, through another process of the hub too, and resume after a break', async () => {
    const sibling = await hub.startSibling();
    const heard: { id: string; transmissionId: string | null }[] = [];
    const abort = new AbortController();
    const there = new HubConnection(createNodeTransport(sibling.url, sibling.caPem), () => ({
      token: visitor.answer.token,
      terminal: `${visitor.terminal.id}.${visitor.terminal.secret}`,
    }));
    const watching = watchEvents(there, ({ id, transmissionId }) => heard.push({ id, transmissionId }), abort.signal);
    // Events before the stream is open are not heard.
    await expect
      .poll(
        async () => {
          await send();
          return heard.length;
        },
        { interval: 500 },
      )
      .toBeGreaterThan(0);
    abort.abort();
    await watching;
    const missed = await send();
    const again: (string | null)[] = [];
    const resumed = new AbortController();
    const second = watchEvents(
      visitor.hub,
      ({ transmissionId }) => again.push(transmissionId),
      resumed.signal,
      heard.at(-1)?.id ?? null,
    );
    await expect.poll(() => again).toContain(missed.transmission.id);
    resumed.abort();
    await second;
    await sibling.close();
  });

  it('let a closing hub go although listeners come back at once', async () => {
    const sibling = await hub.startSibling();
    const there = new HubConnection(createNodeTransport(sibling.url, sibling.caPem), () => ({
      token: visitor.answer.token,
      terminal: `${visitor.terminal.id}.${visitor.terminal.secret}`,
    }));
    const leave = new AbortController();
    const stubborn = Array.from({ length: 5 }, async () => {
      while (!leave.signal.aborted) {
        await watchEvents(there, () => {}, leave.signal).catch(() => {}); // refused or cut off: it tries again
        await new Promise((resolve) => setImmediate(resolve));
      }
    });
    await sibling.close();
    leave.abort();
    await Promise.all(stubborn);
  });
});
