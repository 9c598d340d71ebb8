import { fuzzRuns } from '@musubi/testkit/fuzz';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newAuthority, newIdentity, packInput, trustOf } from './evidence.testing.js';
import {
  canonicalJson,
  decryptWith,
  EvidenceError,
  encryptFor,
  envelopeDigest,
  type Json,
  packTransmission,
  parseCertificate,
  parseManifest,
  parseRevocationList,
  verifyDetached,
} from './index.js';
import { unzipContents, zipContents } from './transmissions/contents.js';

const RUNS = fuzzRuns(100_000);

describe('hostile bytes', () => {
  it(`never do more than throw an EvidenceError: ${RUNS.toLocaleString('en')} mutations of manifests, signatures, envelopes, certificates and ZIPs`, async () => {
    const authority = await newAuthority();
    const [sender, recipient] = [await newIdentity(authority), await newIdentity(authority)];
    const packed = await packTransmission(packInput(sender, [recipient]));
    const trust = await trustOf(authority);
    const zip = zipContents({
      salt: new Uint8Array(32),
      files: [{ name: 'a', bytes: new Uint8Array(300) }],
      attachments: [],
      message: 'x',
    });
    const manifest = parseManifest(packed.manifest);
    const envelope = await encryptFor(new Uint8Array(64), [recipient.certificate]);
    await verifyDetached(packed.signature, packed.manifest); // the genuine certificate is known from here on
    const readers: readonly (readonly [Uint8Array, (bytes: Uint8Array) => unknown, number])[] = [
      [packed.manifest, (bytes) => parseManifest(bytes), 45_000],
      [sender.certificate.der, (bytes) => parseCertificate(bytes), 15_000],
      [trust.revocationLists[0]?.der ?? new Uint8Array(), (bytes) => parseRevocationList(bytes), 15_000],
      [packed.signature, (bytes) => verifyDetached(bytes, packed.manifest), 10_000],
      [envelope, (bytes) => envelopeDigest(bytes), 5_000],
      [envelope, (bytes) => decryptWith(bytes, [recipient]), 5_000],
      [zip, (bytes) => unzipContents(bytes, manifest), 5_000],
    ];
    let state = 1;
    const random = (below: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state % below;
    };
    let refused = 0;
    for (const [seed, read, runs] of readers) {
      for (let run = 0; run < fuzzRuns(runs); run++) {
        const bytes = new Uint8Array(seed.subarray(0, random(4) ? seed.length : random(seed.length)));
        for (let edit = random(4); edit >= 0 && bytes.length > 0; edit--) bytes[random(bytes.length)] = random(256);
        try {
          await read(bytes);
        } catch (error) {
          if (!(error instanceof EvidenceError)) throw error;
          refused++;
        }
      }
    }
    expect(refused).toBeGreaterThan(RUNS / 2);
  });

  it('canonical JSON is the same whatever the order of members', () => {
    const json = fc.jsonValue().map((value): Json => JSON.parse(JSON.stringify(value)));
    const reversed = (value: Json): Json =>
      value === null || typeof value !== 'object'
        ? value
        : Array.isArray(value)
          ? value.map(reversed)
          : Object.fromEntries(
              Object.entries(value)
                .reverse()
                .map(([name, member]) => [name, reversed(member)]),
            );
    fc.assert(fc.property(json, (value) => canonicalJson(reversed(value)) === canonicalJson(value)));
    fc.assert(fc.property(json, (value) => canonicalJson(JSON.parse(canonicalJson(value))) === canonicalJson(value)));
  });
});
