import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOW, newAuthority, newIdentity, openssl } from '../evidence.testing.js';
import { type Certificate, certificateToPem, type Identity } from '../index.js';
import { endorsedCertificates } from './endorsed.js';
import { type Endorsement, type Holder, readEndorsement, signEndorsement } from './endorsement.js';

const OFFICE = '1375400014';
const DAY = 24 * 60 * 60 * 1000;
const authority = await newAuthority('p-256');
const [first, second, third] = [
  await newIdentity(authority),
  await newIdentity(authority),
  await newIdentity(authority),
];
const identities = [first, second, third, await newIdentity(authority), await newIdentity(authority)];

const endorse = (certificate: Certificate, signer: Identity, change: Partial<Endorsement> = {}) =>
  signEndorsement(
    {
      formatVersion: 1,
      officeNumber: OFFICE,
      certificateFingerprint: certificate.fingerprint,
      holder: 'office',
      at: NOW.toISOString(),
      ...change,
    },
    signer,
  );
type Signed = Awaited<ReturnType<typeof endorse>>;
const enrolled = ({ certificate }: Identity, endorsements: readonly Signed[] = [], revokedAt: Date | null = null) => ({
  certificate,
  revokedAt,
  endorsements,
});
const known = ({ certificate }: Identity, holder: Holder = 'office') => ({
  fingerprint: certificate.fingerprint,
  holder,
});
/** Fingerprints that count besides the first certificate, which is known. */
const endorsed = async (...others: ReturnType<typeof enrolled>[]) =>
  (await endorsedCertificates(OFFICE, [known(first)], [enrolled(first), ...others])).map(
    ({ fingerprint }) => fingerprint,
  );

describe('an endorsement', () => {
  it('is a statement that openssl finds signed by the endorser', async () => {
    const { statement, signature } = await endorse(second.certificate, first);
    const files = { statement, signature, 'ca.pem': certificateToPem(authority.certificate) };
    const args = 'cms -verify -inform DER -in signature -content statement -binary -CAfile ca.pem -purpose any -attime';
    const verify = (given: typeof files) => openssl(given, [...args.split(' '), String(NOW.getTime() / 1000)]);
    expect(verify(files).stderr).toContain('successful');
    const changed = new TextEncoder().encode(new TextDecoder().decode(statement).replace(OFFICE, '1375400015'));
    expect(verify({ ...files, statement: changed }).ok).toBe(false);
    await expect(readEndorsement({ statement: changed, signature })).rejects.toMatchObject({
      code: 'MSB-SIG-CONTENT-CHANGED',
    });
  });

  it('counts by whoever a known certificate endorses, and through that one', async () => {
    const chain = [
      enrolled(third, [await endorse(third.certificate, second)]),
      enrolled(second, [await endorse(second.certificate, first)]),
    ];
    expect(new Set(await endorsed(...chain))).toEqual(
      new Set([second, third].map((one) => one.certificate.fingerprint)),
    );
  });

  it('counts although the endorser ended meanwhile, but not when made outside its validity', async () => {
    const ended = await newIdentity(authority, 'p-256', { notAfter: new Date(NOW.getTime() + DAY) });
    const from = (at: number) => endorse(second.certificate, ended, { at: new Date(NOW.getTime() + at).toISOString() });
    const walk = async (signed: Signed) =>
      endorsedCertificates(OFFICE, [known(ended)], [enrolled(ended), enrolled(second, [signed])]);
    expect(await walk(await from(0))).toEqual([known(second)]);
    expect(await walk(await from(2 * DAY))).toEqual([]);
    expect(await walk(await from(-2 * DAY))).toEqual([]);
  });

  it.each([
    ['of itself', async () => [enrolled(second, [await endorse(second.certificate, second)])]],
    ['by a stranger', async () => [enrolled(third), enrolled(second, [await endorse(second.certificate, third)])]],
    [
      'for another office',
      async () => [enrolled(second, [await endorse(second.certificate, first, { officeNumber: '1375400015' })])],
    ],
    ['of another certificate', async () => [enrolled(second, [await endorse(third.certificate, first)])]],
    [
      'whose signature belongs to another statement',
      async () => {
        const [one, other] = [await endorse(second.certificate, first), await endorse(third.certificate, first)];
        return [enrolled(second, [{ statement: one.statement, signature: other.signature }])];
      },
    ],
    [
      'that is no statement',
      async () => [enrolled(second, [{ statement: new Uint8Array([1]), signature: new Uint8Array([2]) }])],
    ],
  ])('%s counts for nothing', async (_title, offer) => {
    expect(await endorsed(...(await offer()))).toEqual([]);
  });

  it('by a revoked certificate counts for nothing, whatever time it names', async () => {
    const others = [enrolled(first, [], NOW), enrolled(second, [await endorse(second.certificate, first)])];
    expect(await endorsedCertificates(OFFICE, [known(first)], others)).toEqual([]);
  });

  it("makes an agent's certificate count, which endorses nobody, whatever the hub says of it", async () => {
    const agents = enrolled(second, [await endorse(second.certificate, first, { holder: 'agent' })]);
    const further = enrolled(third, [await endorse(third.certificate, second)]);
    const found = await endorsedCertificates(OFFICE, [known(first)], [enrolled(first), agents, further]);
    expect(found).toEqual([known(second, 'agent')]);
    expect(await endorsedCertificates(OFFICE, [known(second, 'agent')], [agents, further])).toEqual([]);
  });
});

const edge = fc.record({
  from: fc.nat(4),
  to: fc.nat(4),
  holder: fc.constantFrom<Holder>('office', 'agent'),
  isTimely: fc.boolean(),
  isOurs: fc.boolean(),
});

it('for any endorsements, what counts is what can be reached from what is known', async () => {
  const anything = fc.record({
    pinned: fc.subarray([0, 1, 2, 3, 4]),
    revoked: fc.subarray([0, 1, 2, 3, 4]),
    edges: fc.array(edge, { maxLength: 9 }),
  });
  await fc.assert(
    fc.asyncProperty(anything, async ({ pinned, revoked, edges }) => {
      const signed = await Promise.all(
        edges.map(async ({ from, to, holder, isTimely, isOurs }) => {
          const at = isTimely ? NOW : new Date(NOW.getTime() - 2 * DAY);
          const officeNumber = isOurs ? OFFICE : '1375400015';
          const [signer, certificate] = [identities[from] ?? first, (identities[to] ?? first).certificate];
          return { to, statement: await endorse(certificate, signer, { holder, officeNumber, at: at.toISOString() }) };
        }),
      );
      const offered = identities.map((one, at) =>
        enrolled(
          one,
          signed.flatMap(({ to, statement }) => (to === at ? [statement] : [])),
          revoked.includes(at) ? NOW : null,
        ),
      );
      const pins = pinned.map((at) => known(identities[at] ?? first));
      const found = await endorsedCertificates(OFFICE, pins, offered);

      const reached = new Set(pinned);
      const agents = new Set<number>();
      const good = edges.filter(({ isTimely, isOurs, from }) => isTimely && isOurs && !revoked.includes(from));
      for (let round = 0; round < 6; round++)
        for (const { from, to, holder } of good)
          if (reached.has(from)) (holder === 'office' ? reached : agents).add(to);
      const expected = [...new Set([...reached, ...agents])].filter((at) => !pinned.includes(at));
      const names = expected.map(
        (at) => `${identities[at]?.certificate.fingerprint} ${reached.has(at) ? 'office' : 'agent'}`,
      );
      expect(found.map(({ fingerprint, holder }) => `${fingerprint} ${holder}`).sort()).toEqual(names.sort());
    }),
    { numRuns: 60 },
  );
});
