import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  decryptWith,
  identityFromPkcs8,
  importPkcs12,
  parseCertificate,
  parseManifest,
  type TrustStore,
  unpackTransmission,
} from './index.js';

describe('L16: evidence of the first format, made at f5ea29e', () => {
  const FORMAT_1 = fileURLToPath(new URL('../../../test/fixtures/evidence/format-1/', import.meta.url));
  const ID = '01a222f5-63e3-704c-93c9-0e432c25ca68';
  const bytes = (name: string) => new Uint8Array(readFileSync(join(FORMAT_1, name)));
  const part = (name: string) => bytes(`received/evidence/${ID}/${name}`);

  it('opens for both sides, and its certificate is judged as of its time', async () => {
    const old = { manifest: part('manifest.json'), signature: part('manifest.p7s'), payload: part('payload.p7m') };
    const { manifest, anchors, at } = await oldTrust();
    expect(manifest).toMatchObject({ formatVersion: 1, payload: { keyDigest: null } });
    const store: TrustStore = { anchors, revocationLists: [], requireRevocationList: false };
    for (const side of ['sender', 'recipient']) {
      const { certificate, chain, privateKeyPkcs8 } = await importPkcs12(bytes(`${side}.p12`), 'furui-shouko');
      const identity = await identityFromPkcs8(certificate, chain, privateKeyPkcs8);
      const opened = await unpackTransmission(old, [identity], { trust: store, at });
      expect(opened.attachments.map(({ name }) => name)).toEqual(['主治医意見書.pdf', '同意書:写し.pdf']);
      expect(opened.message).toBe('10月分をお送りします。');
    }
    const archive = await importPkcs12(bytes('recipient.p12'), 'furui-shouko');
    const identity = await identityFromPkcs8(archive.certificate, archive.chain, archive.privateKeyPkcs8);
    expect(await decryptWith(bytes('archive.p7m'), [identity])).toEqual(bytes('archive.zip'));
  });

  async function oldTrust() {
    const manifest = parseManifest(part('manifest.json'));
    const anchor = await parseCertificate(part('certificate-authorities.pem'));
    return { manifest, anchors: [anchor], at: new Date(manifest.createdAt) };
  }
});
