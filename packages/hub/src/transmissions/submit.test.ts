import { newId, submitPacked } from '@musubi/client';
import { canonicalJson, parseManifest, signDetached } from '@musubi/evidence';
import { packFor, packInputFor, type SampleInput, startExchange, submitSample } from '@musubi/testkit/transmissions';
import { afterAll, describe, expect, it } from 'vitest';
import { changeOffice } from '../index.js';

const { hub, care, visit, centre, carer, stranger, input, send } = await startExchange();
afterAll(() => hub.close());

describe('submitting', () => {
  it('gives a transmission with two receipts, and an exact retry gives the same ones', async () => {
    const packed = await packFor(care, visit, input());
    const first = await submitPacked(carer.hub, packed);
    const again = await submitPacked(carer.hub, packed);
    expect(first).toMatchObject({
      created: true,
      transmission: { delivery: 'consigned', recipient: { name: 'みなと' } },
    });
    expect(first.receipts.map(({ event }) => event)).toEqual(['SubmissionAcceptance', 'ContentConsignment']);
    expect(again).toEqual({ ...first, created: false });
  });

  it('refuses the same id with other content', async () => {
    const one = input();
    await submitPacked(carer.hub, await packFor(care, visit, one));
    const other = packFor(care, visit, { ...one, message: '別の内容' });
    await expect(other.then((packed) => submitPacked(carer.hub, packed))).rejects.toMatchObject({
      code: 'MSB-SUBMIT-REPLAYED',
      status: 409,
    });
  });

  it('stores one transmission when many submit it at once', async () => {
    const packed = await packFor(care, visit, input());
    const answers = await Promise.all(Array.from({ length: 8 }, () => submitPacked(carer.hub, packed)));
    expect(answers.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(answers.map(({ receipts }) => receipts[0]?.id)).size).toBe(1);
  });

  const days = (count: number) => hub.clock.after(count * 86_400_000);
  /** A unit of its own with other files. */
  const unitOf = (change: (files: SampleInput['files']) => SampleInput['files']): Partial<SampleInput> => {
    const { serial, files } = input();
    return { serial, files: change(files) };
  };
  const refusals: readonly (readonly [string, () => Partial<SampleInput>, string])[] = [
    [
      'an unknown recipient',
      () => packInputFor('1377700001', '43', '1399999999', '13', hub.clock.now()),
      'MSB-SUBMIT-RECIPIENT-UNKNOWN',
    ],
    [
      'a service type the recipient does not have',
      () => packInputFor('1377700001', '43', '1375400014', '15', hub.clock.now()),
      'MSB-SUBMIT-RECIPIENT-SERVICE',
    ],
    [
      'a service type the sender does not have',
      () => packInputFor('1377700001', '46', '1375400014', '13', hub.clock.now()),
      'MSB-SUBMIT-SENDER-SERVICE',
    ],
    [
      'another sender than the signer',
      () => packInputFor('1376800050', '46', '1375400014', '13', hub.clock.now()),
      'MSB-SUBMIT-NOT-SENDER',
    ],
    [
      'a schedule from a service to a care office',
      () => packInputFor('1377700001', '11', '1377700001', '43', hub.clock.now()),
      'MSB-SUBMIT-ROLE',
    ],
    ['oneself', () => packInputFor('1377700001', '43', '1377700001', '43', hub.clock.now()), 'MSB-SUBMIT-SELF'],
    ['a missing file', () => unitOf((files) => files.slice(1)), 'MSB-SUBMIT-FILE-SET'],
    [
      'names of another office',
      () => ({ files: packInputFor('1377700001', '43', '1371000012', '15', hub.clock.now()).files }),
      'MSB-SUBMIT-FILE-NAME',
    ],
    ['a month that the names do not have', () => ({ serviceMonth: '202611' }), 'MSB-SUBMIT-FILE-NAME'],
    ['an unknown kind', () => ({ kind: 'poem' }), 'MSB-SUBMIT-MANIFEST'],
    ['a clock a day ahead', () => ({ createdAt: days(1), id: newId(days(1)) }), 'MSB-SUBMIT-CLOCK'],
    ['an id of a time to come', () => ({ id: newId(days(1)) }), 'MSB-SUBMIT-MANIFEST'],
    ['an id of the week before last', () => ({ id: newId(days(-8)) }), 'MSB-SUBMIT-MANIFEST'],
    [
      'a message alone without message',
      () => ({ kind: 'message', files: [], edition: null, serial: null, serviceMonth: null }),
      'MSB-SUBMIT-MANIFEST',
    ],
    [
      'a file over 10 MB',
      () =>
        unitOf((files) =>
          files.map((file, at) => (at === 0 ? { ...file, bytes: new Uint8Array(10 * 1024 * 1024 + 1) } : file)),
        ),
      'MSB-SUBMIT-FILE-TOO-LARGE',
    ],
  ];
  it.each(refusals)('refuses %s with its own code', async (_title, change, code) => {
    await expect(send(change())).rejects.toMatchObject({ code });
  });

  it('takes what was packed days after the person said so: the hub could not be asked for certificates before', async () => {
    await expect(send({ id: newId(days(-3)) })).resolves.toMatchObject({ created: true });
  });

  it('every refusal tells the time by which the hub refused', async () => {
    const hubTime = expect.toSatisfy((text: string) => Date.parse(text) <= hub.clock.now().getTime());
    await expect(send({ kind: 'poem' })).rejects.toMatchObject({ extras: { hubTime } });
  });

  it('tells an unlicensed recipient from an unlicensed sender', async () => {
    await changeOffice(hub.context, '1375400014', { licensedUntil: null }, 'test');
    await expect(send()).rejects.toMatchObject({ code: 'MSB-SUBMIT-RECIPIENT-UNLICENSED' });
    await changeOffice(hub.context, '1375400014', { licensedUntil: days(300) }, 'test');
    await changeOffice(hub.context, '1377700001', { licensedUntil: null }, 'test');
    await expect(send()).rejects.toMatchObject({ code: 'MSB-SUBMIT-SENDER-UNLICENSED' });
    await changeOffice(hub.context, '1377700001', { licensedUntil: days(300) }, 'test');
  });

  it.each([
    [
      'a suspension of the sender',
      "update offices set suspended = true where office_number = '1377700001'",
      'SENDER-SUSPENDED',
    ],
    [
      'a suspension of the recipient',
      "update offices set suspended = true where office_number = '1375400014'",
      'RECIPIENT-UNLICENSED',
    ],
    [
      'a closure of the sender',
      "update offices set closed_at = now() where office_number = '1377700001'",
      'SENDER-CLOSED',
    ],
    ['a revocation', "update certificates set revoked_at = now() where office_number = '1377700001'", 'NOT-SENDER'],
  ])('L15: %s that happens while a submission is stored is not overtaken by it', async (_title, ending, code) => {
    const packed = await packFor(care, visit, input());
    const undo = ending.replace(/= (true|now\(\))/, (_all, value) => (value === 'true' ? '= false' : '= null'));
    let submission: Promise<unknown> = Promise.resolve();
    await hub.context.database.transaction(async (other) => {
      // The submission has looked at offices and certificate, and waits for the other connection's lock at its statement.
      await other.query(ending);
      submission = submitPacked(carer.hub, packed).catch((error: unknown) => error);
      const waits = () =>
        hub.asSuperuser(
          "select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%with parties as%'",
        );
      await expect.poll(waits).toHaveLength(1);
    });
    const refused = await submission;
    await hub.context.database.query(undo);
    expect(refused).toMatchObject({ code: `MSB-SUBMIT-${code}` });
    expect(
      await hub.context.database.query('select 1 from transmissions where id = $1', [
        JSON.parse(new TextDecoder().decode(packed.manifest)).id,
      ]),
    ).toEqual([]);
  });

  it.each(['manifest', 'signature', 'payload'] as const)(
    'refuses a %s with one bit changed and stores nothing',
    async (part) => {
      const count = async () =>
        (await hub.context.database.query<{ n: number }>('select count(*) as n from transmissions'))[0]?.n;
      const packed = await packFor(care, visit, input());
      const bytes = packed[part].slice();
      bytes[bytes.length - 40] = (bytes[bytes.length - 40] ?? 0) ^ 1;
      const before = await count();
      await expect(submitPacked(carer.hub, { ...packed, [part]: bytes })).rejects.toMatchObject({
        status: expect.toSatisfy((status: number) => [400, 422].includes(status)),
      });
      expect(await count()).toBe(before);
    },
  );

  it('lets two service types of one office and the parties of a 委託 exchange', async () => {
    const own = { ...packInputFor('1377700001', '43', '1377700001', '11', hub.clock.now()) };
    expect((await submitSample(carer, care, care, own)).created).toBe(true);
    const toCentre = packInputFor('1377700001', '43', '1376800050', '46', hub.clock.now());
    const jsk = toCentre.files.slice(0, 1).map(({ name, bytes }) => ({ name: name.replace('UPPLAN', 'UPJSK'), bytes }));
    expect((await submitSample(carer, care, centre, { ...toCentre, kind: 'actuals', files: jsk })).created).toBe(true);
    const back = packInputFor('1376800050', '46', '1377700001', '43', hub.clock.now());
    const plan = back.files
      .slice(0, 1)
      .map(({ name, bytes }) => ({ name: name.replace('UPPLAN_202610', 'UPYOBO'), bytes }));
    const unit = { ...back, kind: 'preventive-plan', serviceMonth: null, files: plan };
    expect((await submitSample(stranger, centre, care, unit)).created).toBe(true);
  });

  it('refuses a manifest of the first format, whose attachment names nobody signed; nothing is stored', async () => {
    const packed = await packFor(care, visit, input());
    const { formatVersion: _, attachments: _names, payload, ...rest } = parseManifest(packed.manifest);
    const { keyDigest: _key, ...oldPayload } = payload;
    const old = { ...rest, formatVersion: 1, attachments: [], payload: oldPayload };
    const manifest = new TextEncoder().encode(canonicalJson(old));
    const signature = await signDetached(manifest, care.identity, { signingTime: new Date(rest.createdAt) });
    await expect(submitPacked(carer.hub, { ...packed, manifest, signature })).rejects.toMatchObject({
      code: 'MSB-SUBMIT-OUTDATED',
      status: 422,
    });
    await expect(carer.hub.call('getTransmission', { params: { id: rest.id } })).rejects.toMatchObject({ status: 404 });
  });

  it('L17: refuses to replace what the sender did not send to this office', async () => {
    const mine = await send();
    await expect(send({ supersedes: mine.transmission.id })).resolves.toMatchObject({ created: true });
    await expect(send({ supersedes: newId(hub.context.now()) })).rejects.toMatchObject({ code: 'MSB-SUBMIT-MANIFEST' });
  });

  it('carries attachments or a message alone', async () => {
    const alone = { files: [], edition: null, serial: null, serviceMonth: null } as const;
    expect((await send({ ...alone, kind: 'message', message: 'よろしくお願いします' })).transmission.hasMessage).toBe(
      true,
    );
    const pdf = { name: '意見書.pdf', mediaType: 'application/pdf', bytes: new Uint8Array([37, 80, 68, 70]) };
    expect((await send({ ...alone, kind: 'attachments', attachments: [pdf] })).transmission.attachmentCount).toBe(1);
  });
});
