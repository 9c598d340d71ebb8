import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judgeTrust, receiptTrust, submitPacked } from '@musubi/client';
import type { Submission } from '@musubi/contract';
import {
  addRecipients,
  checkReceiptChain,
  envelopeDigest,
  fromBase64,
  parseManifest,
  type Receipt,
  sha256Hex,
  signHandover,
  toBase64,
  unpackTransmission,
  verifyReceipt,
} from '@musubi/evidence';
import { enrolCertificate, signIn } from '@musubi/testkit';
import { packFor, startExchange } from '@musubi/testkit/transmissions';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { expirePayloads } from '../index.js';

const { hub, care, visit, centre, carer, stranger, input, send } = await startExchange();
const visitor = await signIn(hub, visit, 'staff', '訪問 太郎');
afterAll(() => hub.close());

async function handOver(
  submission: Submission,
  person = visitor,
  office = visit,
): Promise<{ receipts: Submission['receipts'] }> {
  const params = { id: submission.transmission.id };
  const { manifest } = await person.hub.call('getManifest', { params });
  await person.hub.call('getPayload', { params });
  const { contentDigest } = parseManifest(fromBase64(manifest)).payload;
  const statement = {
    formatVersion: 1,
    transmissionId: params.id,
    contentDigest,
    at: hub.context.now().toISOString(),
  } as const;
  const signed = await signHandover(statement, office.identity);
  return person.hub.call('confirmHandover', {
    params,
    body: { statement: toBase64(signed.statement), signature: toBase64(signed.signature) },
  });
}

async function readReceipts(submission: Submission): Promise<Receipt[]> {
  const { receipts } = await carer.hub.call('listReceipts', { params: { id: submission.transmission.id } });
  const trust = await receiptTrust(await judgeTrust(await carer.hub.call('trust', {}), null));
  return Promise.all(
    receipts.map(({ receipt, signature }) =>
      verifyReceipt({ receipt: fromBase64(receipt), signature: fromBase64(signature) }, trust),
    ),
  );
}

const events = async (submission: Submission) => (await readReceipts(submission)).map(({ erdsEventId }) => erdsEventId);

describe('after submission', () => {
  it('the recipient opens what was sent, the first handover counts, and later ones change no receipt', async () => {
    const submission = await send({ message: '10月分です' });
    const params = { id: submission.transmission.id };
    const [signed, payload, trust] = await Promise.all([
      visitor.hub.call('getManifest', { params }),
      visitor.hub.call('getPayload', { params }),
      hub.certificates.trustStore(),
    ]);
    if (!(payload instanceof Uint8Array)) throw new TypeError('bytes expected');
    const packed = { manifest: fromBase64(signed.manifest), signature: fromBase64(signed.signature), payload };
    const opened = await unpackTransmission(packed, [visit.identity], { trust, at: hub.clock.now() });
    expect(opened).toMatchObject({
      message: '10月分です',
      files: submission.transmission.fileNames.map((name) => ({ name })),
    });
    const first = await handOver(submission);
    const again = await handOver(submission);
    expect(again.receipts).toEqual(first.receipts);
    const [seen] = (await carer.hub.call('listTransmissions', { query: { box: 'sent', limit: 1 } })).items;
    expect(seen).toMatchObject({ delivery: 'handedOver', handedOverTo: '訪問 太郎' });
  });

  it('looking into the mailbox is neither release nor handover', async () => {
    const submission = await send();
    const params = { id: submission.transmission.id };
    await visitor.hub.call('listTransmissions', { query: { box: 'inbox' } });
    await visitor.hub.call('getManifest', { params });
    await carer.hub.call('getPayload', { params });
    expect(await events(submission)).toEqual(['SubmissionAcceptance', 'ContentConsignment']);
  });

  it('H2: content read by the recipient cannot be recalled, nor expire as if nobody had it, and a receipt says so', async () => {
    const submission = await send();
    const params = { id: submission.transmission.id };
    await Promise.all([visitor.hub.call('getPayload', { params }), visitor.hub.call('getPayload', { params })]);
    await expect(carer.hub.call('recall', { params })).rejects.toMatchObject({ code: 'MSB-TRANSMISSION-RELEASED' });
    expect(await events(submission)).toEqual(['SubmissionAcceptance', 'ContentConsignment', 'ContentRelease']);
    const [seen] = (await carer.hub.call('listTransmissions', { query: { box: 'sent', limit: 1 } })).items;
    expect(seen).toMatchObject({ delivery: 'consigned', releasedAt: expect.any(String) });
    const later = new Date(Date.parse(submission.transmission.expiresAt) + 1000);
    hub.clock.stopAt(later);
    await expirePayloads(hub.context, hub.certificates);
    hub.clock.run();
    expect((await readReceipts(submission)).at(-1)).toMatchObject({
      erdsEventId: 'ContentHandoverFailure',
      eventReasons: [{ code: 'expired-after-release' }],
    });
  });

  it('R34: a handover is refused while the content was not given out, although its digest is known', async () => {
    const { transmission } = await send();
    const params = { id: transmission.id };
    const { manifest } = await visitor.hub.call('getManifest', { params });
    const { contentDigest } = parseManifest(fromBase64(manifest)).payload;
    const at = hub.context.now().toISOString();
    const signed = await signHandover(
      { formatVersion: 1, transmissionId: params.id, contentDigest, at },
      visit.identity,
    );
    const body = { statement: toBase64(signed.statement), signature: toBase64(signed.signature) };
    await expect(visitor.hub.call('confirmHandover', { params, body })).rejects.toMatchObject({
      code: 'MSB-TRANSMISSION-NOT-RETRIEVED',
    });
  });

  it('another office finds nothing', async () => {
    const { transmission } = await send();
    for (const route of [
      'getTransmission',
      'getManifest',
      'getPayload',
      'listReceipts',
      'recall',
      'markOpened',
    ] as const) {
      await expect(stranger.hub.call(route, { params: { id: transmission.id } })).rejects.toMatchObject({
        status: 404,
      });
    }
  });

  it('opening and the decision add their receipts once, with reasons and places where refused', async () => {
    const submission = await send();
    const params = { id: submission.transmission.id };
    await expect(visitor.hub.call('markOpened', { params })).rejects.toMatchObject({
      code: 'MSB-TRANSMISSION-NOT-RETRIEVED',
    });
    await handOver(submission);
    await visitor.hub.call('markOpened', { params });
    await visitor.hub.call('markOpened', { params });
    const [file = ''] = submission.transmission.fileNames;
    const findings = [{ code: 'MSB-ITEM-BAD-DATE', file, record: 2, line: 2, item: 10 }];
    const refusal = { decision: 'rejected', reason: 'cannot-import', findings } as const;
    await visitor.hub.call('decide', { params, body: refusal });
    await visitor.hub.call('decide', { params, body: refusal });
    await expect(visitor.hub.call('decide', { params, body: { decision: 'accepted' } })).rejects.toMatchObject({
      code: 'MSB-TRANSMISSION-DECIDED',
    });
    const receipts = await readReceipts(submission);
    expect(receipts.map(({ erdsEventId }) => erdsEventId)).toEqual([
      'SubmissionAcceptance',
      'ContentConsignment',
      'ContentRelease',
      'ContentHandover',
      'ContentAccessTracking',
      'ConsignmentRejection',
    ]);
    expect(receipts.at(-1)?.eventReasons).toEqual([{ code: 'cannot-import', findings }]);
    const { manifest } = await carer.hub.call('getManifest', { params });
    const bytes = fromBase64(manifest);
    checkReceiptChain(receipts, parseManifest(bytes), await sha256Hex(bytes));
  });

  it.each([
    ['a code of nobody', { code: 'MSB-KANE-O-HARAE' }],
    ['a file of its own invention', { file: '100MANEN_HARAE.CSV' }],
    ['a sentence for a name', { file: '至急、入金してください' }],
    ['a number without end', { line: 1e15 }],
  ])('L18: the hub signs no text of the one who refuses: %s', async (_title, change) => {
    const submission = await send();
    const params = { id: submission.transmission.id };
    await handOver(submission);
    const findings = [{ code: 'MSB-ITEM-BAD-DATE', file: null, record: 2, line: 2, item: 10, ...change }];
    const body = { decision: 'rejected', reason: 'cannot-import', findings } as const;
    await expect(visitor.hub.call('decide', { params, body })).rejects.toMatchObject({ code: 'MSB-REQUEST-INVALID' });
    const last = (await readReceipts(submission)).at(-1);
    expect(last).toMatchObject({ erdsEventId: 'ContentHandover', eventReasons: [] });
  });

  it('a recall before retrieval takes it away; after retrieval it is refused; both at once have one outcome', async () => {
    const recalled = await send();
    const params = { id: recalled.transmission.id };
    await carer.hub.call('recall', { params });
    await expect(visitor.hub.call('getPayload', { params })).rejects.toMatchObject({
      code: 'MSB-TRANSMISSION-RECALLED',
    });
    const fetched = await send();
    await handOver(fetched);
    await expect(carer.hub.call('recall', { params: { id: fetched.transmission.id } })).rejects.toMatchObject({
      code: 'MSB-TRANSMISSION-RETRIEVED',
    });
    for (let round = 0; round < 5; round++) {
      const raced = await send();
      const outcomes = await Promise.allSettled([
        handOver(raced),
        carer.hub.call('recall', { params: { id: raced.transmission.id } }),
      ]);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect((await events(raced)).filter((event) => ['ContentHandover', 'Recalled'].includes(event))).toHaveLength(1);
    }
  });

  it('what nobody fetched expires after its days, not before, and the ciphertext is gone', async () => {
    const submission = await send();
    const fetched = await send();
    await handOver(fetched);
    hub.clock.stopIn(92.9 * 86_400_000);
    await expirePayloads(hub.context, hub.certificates);
    const kept = await hub.context.database.query('select 1 from payloads where id = any($1)', [
      [submission.transmission.id, fetched.transmission.id],
    ]);
    hub.clock.stopIn(93.1 * 86_400_000);
    await expirePayloads(hub.context, hub.certificates);
    const gone = await hub.context.database.query('select 1 from payloads where id = any($1)', [
      [submission.transmission.id, fetched.transmission.id],
    ]);
    hub.clock.run();
    expect([kept.length, gone.length]).toEqual([2, 0]);
    expect(await events(submission)).toEqual(['SubmissionAcceptance', 'ContentConsignment', 'ContentHandoverFailure']);
    expect(await events(fetched)).toEqual([
      'SubmissionAcceptance',
      'ContentConsignment',
      'ContentRelease',
      'ContentHandover',
    ]);
  });

  it('a new certificate can be made a reader, but the content cannot be changed', async () => {
    const submission = await send();
    const params = { id: submission.transmission.id };
    const envelope = await visitor.hub.call('getPayload', { params });
    if (!(envelope instanceof Uint8Array)) throw new TypeError('bytes expected');
    const { identity } = await enrolCertificate(hub, '1375400014');
    const wrapped = await addRecipients(envelope, visit.identity, [identity.certificate]);
    await visitor.hub.call('addReaders', { params, body: wrapped });
    const stored = await visitor.hub.call('getPayload', { params });
    expect(stored).toEqual(wrapped);
    const foreign = (await packFor(care, visit, input())).payload;
    await expect(visitor.hub.call('addReaders', { params, body: foreign })).rejects.toMatchObject({
      code: 'MSB-ENVELOPE-CHANGED',
    });
  });

  it('H3: neither side can take the content away from the other, or let a stranger read, by adding readers', async () => {
    const submission = await send();
    const params = { id: submission.transmission.id };
    const stored = await carer.hub.call('getPayload', { params });
    if (!(stored instanceof Uint8Array)) throw new TypeError('bytes expected');
    const { identity: renewed } = await enrolCertificate(hub, visit.officeNumber);
    const forStranger = await addRecipients(stored, care.identity, [centre.identity.certificate]);
    const withOurs = await addRecipients(stored, visit.identity, [renewed.certificate]);
    const cutAway = withoutRecipients(stored);
    expect(await envelopeDigest(cutAway)).toBe(await envelopeDigest(stored)); // the hub took it on that ground before
    for (const [person, body] of [
      [carer, cutAway],
      [visitor, cutAway],
      [carer, forStranger],
      [carer, withOurs], // another office's certificate
      [visitor, forStranger],
    ] as const)
      await expect(person.hub.call('addReaders', { params, body })).rejects.toMatchObject({
        code: 'MSB-ENVELOPE-CHANGED',
      });
    await visitor.hub.call('addReaders', { params, body: withOurs });
    const rows = await hub.context.database.query<{ envelope: Buffer }>('select envelope from payloads where id = $1', [
      params.id,
    ]);
    expect(new Uint8Array(rows[0]?.envelope ?? [])).toEqual(new Uint8Array(stored));
    expect(await visitor.hub.call('getPayload', { params })).toEqual(withOurs);
  });

  it('openssl confirms every receipt', async () => {
    const submission = await send();
    await handOver(submission);
    const { receipts } = await carer.hub.call('listReceipts', { params: { id: submission.transmission.id } });
    const { receiptCertificates } = await carer.hub.call('trust', {});
    const folder = mkdtempSync(join(tmpdir(), 'musubi-receipts-'));
    writeFileSync(join(folder, 'ca.pem'), receiptCertificates.join(''));
    for (const { receipt, signature } of receipts) {
      writeFileSync(join(folder, 'r.json'), fromBase64(receipt));
      writeFileSync(join(folder, 'r.p7s'), fromBase64(signature));
      const verdict = spawnSync(
        'openssl',
        [
          'cms',
          '-verify',
          '-inform',
          'DER',
          '-binary',
          '-in',
          'r.p7s',
          '-content',
          'r.json',
          '-CAfile',
          'ca.pem',
          '-purpose',
          'any',
        ],
        { cwd: folder },
      );
      expect(verdict.stderr.toString()).toContain('successful');
    }
    rmSync(folder, { recursive: true });
  });

  it('whatever both sides do in whatever order, each transmission has at most one outcome (R33)', async () => {
    const step = fc.constantFrom('read', 'handover', 'recall', 'open', 'accept', 'reject', 'retry');
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        const packed = await packFor(care, visit, input());
        const submission = await submitPacked(carer.hub, packed);
        const params = { id: submission.transmission.id };
        const acts = {
          read: () => visitor.hub.call('getPayload', { params }),
          handover: () => handOver(submission),
          recall: () => carer.hub.call('recall', { params }),
          open: () => visitor.hub.call('markOpened', { params }),
          accept: () => visitor.hub.call('decide', { params, body: { decision: 'accepted' } }),
          reject: () =>
            visitor.hub.call('decide', { params, body: { decision: 'rejected', reason: 'other', findings: [] } }),
          retry: () => submitPacked(carer.hub, packed),
        };
        let model: string | null = null;
        let isReleased = false; // a recipient that reads and states nothing
        for (const one of steps) {
          const done = await acts[one]().then(
            () => true,
            () => false,
          );
          const isHandover = one === 'handover' && model !== 'Recalled';
          const isRecall = one === 'recall' && model === null && !isReleased;
          if (one === 'handover' || one === 'recall') expect(done).toBe(isHandover || isRecall);
          if (isHandover) model = 'ContentHandover';
          isReleased ||= isHandover || (one === 'read' && done);
          if (isRecall) model = 'Recalled';
        }
        const terminal = (await events(submission)).filter((event) =>
          ['ContentHandover', 'Recalled', 'ContentHandoverFailure'].includes(event),
        );
        expect(terminal).toEqual(model ? [model] : []);
      }),
      { numRuns: 12 },
    );
  });
});

/** The same envelope for nobody: an empty SET of recipients behind the version, in DER like the original. */
function withoutRecipients(envelope: Uint8Array): Uint8Array {
  const bytes = Buffer.from(envelope);
  const element = (at: number) => {
    const first = bytes[at + 1] ?? 0;
    const size = first < 0x80 ? 0 : first & 0x7f;
    const length = size === 0 ? first : bytes.readUIntBE(at + 2, size);
    return { start: at + 2 + size, end: at + 2 + size + length };
  };
  const write = (tag: number, ...parts: Uint8Array[]) => {
    const content = Buffer.concat(parts);
    const digits = Buffer.from(content.length.toString(16).replace(/^(.(..)*)$/, '0$1'), 'hex');
    const length = content.length < 0x80 ? digits : Buffer.from([0x80 + digits.length, ...digits]);
    return Buffer.concat([Buffer.from([tag]), length, content]);
  };
  const type = element(element(0).start);
  const data = element(element(type.end).start);
  const version = element(data.start);
  const recipients = element(version.end);
  const head = bytes.subarray(data.start, version.end);
  const rest = bytes.subarray(recipients.end, data.end);
  const empty = write(0x30, head, Buffer.from([0x31, 0]), rest);
  return write(0x30, bytes.subarray(element(0).start, type.end), write(0xa0, empty));
}
