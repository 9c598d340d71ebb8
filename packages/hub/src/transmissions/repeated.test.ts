import { submitPacked } from '@musubi/client';
import { signHandover, toBase64 } from '@musubi/evidence';
import { signIn } from '@musubi/testkit';
import { packFor, type SampleInput, startExchange, submitSample } from '@musubi/testkit/transmissions';
import { afterAll, describe, expect, it } from 'vitest';
import { dropOldRecords } from './index.js';

const { hub, care, visit, carer, input } = await startExchange();
const visitor = await signIn(hub, visit);
afterAll(() => hub.close());

const unitOf = ({ id: _, createdAt: _at, ...unit }: SampleInput) => unit;
/** The same unit once more, as a client sends it that knows nothing of the first time. */
const again = (unit: ReturnType<typeof unitOf>, change: Partial<SampleInput> = {}) =>
  submitSample(carer, care, visit, { ...input(), ...unit, ...change });
const rows = async (serial: string | null) =>
  hub.context.database.query<{ id: string }>('select id from transmissions where serial = $1', [serial]);

describe('a unit that was sent already', () => {
  it('is refused with the number of the earlier one, and nothing of it is stored', async () => {
    const unit = unitOf(input());
    const { transmission } = await again(unit);
    const refused = { code: 'MSB-SUBMIT-REPEATED', status: 409, extras: { earlier: transmission.id } };
    await expect(again(unit)).rejects.toMatchObject(refused);
    await expect(again(unit, { message: 'もう一度' })).rejects.toMatchObject(refused);
    expect(await rows(unit.serial)).toEqual([{ id: transmission.id }]);
  });

  it('is one transmission when many terminals submit it at once, each under its own number', async () => {
    const unit = unitOf(input());
    const settled = await Promise.allSettled(Array.from({ length: 12 }, () => again(unit)));
    const accepted = settled.filter(({ status }) => status === 'fulfilled');
    expect(accepted).toHaveLength(1);
    const stored = await rows(unit.serial);
    expect(stored).toHaveLength(1);
    for (const one of settled)
      if (one.status === 'rejected')
        expect(one.reason).toMatchObject({ code: 'MSB-SUBMIT-REPEATED', extras: { earlier: stored[0]?.id } });
  });

  it('is taken by one that names the living one, and by no other', async () => {
    const unit = unitOf(input());
    const first = await again(unit);
    const second = await again(unit, { supersedes: first.transmission.id });
    await expect(again(unit, { supersedes: first.transmission.id })).rejects.toMatchObject({
      code: 'MSB-SUBMIT-REPEATED',
      extras: { earlier: second.transmission.id },
    });
    await expect(again(unit, { supersedes: second.transmission.id })).resolves.toMatchObject({ created: true });
  });

  it('an exact retry gets its answer, also of one that was replaced or recalled since', async () => {
    const one = input();
    const packed = await packFor(care, visit, one);
    const { transmission, receipts } = await submitPacked(carer.hub, packed);
    await again(unitOf(one), { supersedes: transmission.id });
    expect(await submitPacked(carer.hub, packed)).toMatchObject({ created: false, receipts });
    await carer.hub.call('recall', { params: { id: transmission.id } });
    expect(await submitPacked(carer.hub, packed)).toMatchObject({ created: false, receipts });
    await expect(again(unitOf(one))).rejects.toMatchObject({ code: 'MSB-SUBMIT-REPEATED' });
  });

  it('does not stand in the way of another month, edition, kind, serial or recipient', async () => {
    const one = input();
    await again(unitOf(one));
    const renamed = (from: string, to: string) =>
      one.files.map((file) => ({ ...file, name: file.name.replace(from, to) }));
    await expect(
      again(unitOf(one), { serviceMonth: '202611', files: renamed('_202610_', '_202611_') }),
    ).resolves.toMatchObject({ created: true });
    const actuals = one.files.slice(0, 1).map((file) => ({ ...file, name: file.name.replace('UPPLAN', 'UPJSK') }));
    await expect(again(unitOf(one), { kind: 'actuals', files: actuals })).rejects.toMatchObject({
      code: 'MSB-SUBMIT-ROLE',
    });
  });

  const ends: readonly (readonly [string, (id: string) => Promise<unknown>])[] = [
    ['recalled', (id) => carer.hub.call('recall', { params: { id } })],
    [
      'rejected',
      async (id) => {
        const params = { id };
        await visitor.hub.call('getPayload', { params });
        const [row] = await hub.context.database.query<{ digest: string }>(
          'select content_digest as digest from transmissions where id = $1',
          [id],
        );
        const signed = await signHandover(
          {
            formatVersion: 1,
            transmissionId: id,
            contentDigest: row?.digest ?? '',
            at: hub.clock.now().toISOString(),
          },
          visit.identity,
        );
        const body = { statement: toBase64(signed.statement), signature: toBase64(signed.signature) };
        await visitor.hub.call('confirmHandover', { params, body });
        await visitor.hub.call('decide', {
          params,
          body: { decision: 'rejected', reason: 'wrong-client', findings: [] },
        });
      },
    ],
    [
      'kept no longer',
      (id) =>
        hub.context.database.query(
          "update sent_units set until = $2::timestamptz - interval '1 second' where transmission_id = $1",
          [id, hub.clock.now()],
        ),
    ],
  ];
  it.each(ends)('may be sent again when the earlier one is %s', async (_title, end) => {
    const unit = unitOf(input());
    const { transmission } = await again(unit);
    await end(transmission.id);
    const second = await again(unit);
    expect(second.created).toBe(true);
    await expect(again(unit)).rejects.toMatchObject({ extras: { earlier: second.transmission.id } });
  });

  it('letters are no unit: the same words may go twice', async () => {
    const letter = { files: [], kind: 'message', edition: null, serial: null, serviceMonth: null, message: 'はい' };
    for (const one of [letter, letter]) expect((await again({ ...unitOf(input()), ...one })).created).toBe(true);
  });

  it('is forgotten once its ciphertext is gone', async () => {
    await again(unitOf(input()));
    await hub.clock.stopIn(94 * 86_400_000);
    await dropOldRecords(hub.context);
    expect(await hub.context.database.query('select 1 from sent_units')).toEqual([]);
  });
});
