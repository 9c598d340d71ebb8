import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { prepareSystem } from '../../../../tools/system.js';
import { NOW, newAuthority, newIdentity, openssl, trustOf, withFolder } from '../evidence.testing.js';
import {
  certificateToPem,
  EvidenceError,
  type Identity,
  type KeyType,
  readSignedPdf,
  signPdf,
  type TrustStore,
  verifySignedPdf,
} from '../index.js';

const SIGNING = { signingTime: NOW, name: '居宅さくら', reason: '送受信の記録' };
const ATTACHED = 'evidence '.repeat(50);

/** The smallest PDF with a page and an attached file. */
function smallPdf(): Uint8Array {
  const file = deflateSync(ATTACHED).toString('latin1');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R /AF [4 0 R] /Lang (ja \\(JP\\)) >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Resources << >> >>',
    '<< /Type /Filespec /F (evidence.zip) /EF << /F 5 0 R >> >>',
    `<< /Type /EmbeddedFile /Filter /FlateDecode /Length ${file.length} >>\nstream\n${file}\nendstream`,
  ];
  let text = '%PDF-1.7\n';
  const entries = objects.map((object, at) => {
    const offset = text.length;
    text += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  const id = '<00112233445566778899aabbccddeeff>';
  const trailer = `trailer\n<< /Size 6 /Root 1 0 R /ID [${id} ${id}] >>\nstartxref\n${text.length}\n%%EOF\n`;
  text += `xref\n0 6\n0000000000 65535 f \n${entries.join('')}${trailer}`;
  return new Uint8Array(Buffer.from(text, 'latin1'));
}

const plain = smallPdf();
let office: Identity;
let trust: TrustStore;
let signed: Uint8Array;

beforeAll(async () => {
  prepareSystem(['openssl', 'pdfsig']);
  const authority = await newAuthority();
  office = await newIdentity(authority);
  trust = await trustOf(authority);
  signed = await signPdf(plain, office, SIGNING);
});

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
/** The file with one text in place of another as long. */
function replaced(bytes: Uint8Array, from: string | RegExp, to: string): Uint8Array {
  const text = latin1(bytes);
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  return new Uint8Array(Buffer.from(changed, 'latin1'));
}
const covered = (bytes: Uint8Array) => {
  const [start, end] = [latin1(bytes).indexOf('/Contents <'), latin1(bytes).lastIndexOf('> >>')];
  return Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]);
};
const appended = (bytes: Uint8Array, more: string) => new Uint8Array(Buffer.concat([bytes, Buffer.from(more)]));

describe.each<KeyType>(['rsa-2048', 'p-256'])('a PDF signed with a %s key', async (keyType) => {
  const authority = await newAuthority(keyType);
  const signer = await newIdentity(authority, keyType);
  const pdf = await signPdf(plain, signer, SIGNING);

  it('says who signed, when, as what and why, and hands out what is attached', async () => {
    const verified = await verifySignedPdf(pdf, await trustOf(authority));
    expect(verified.certificate.fingerprint).toBe(signer.certificate.fingerprint);
    expect(verified).toMatchObject(SIGNING);
    expect(new TextDecoder().decode(verified.attachment('evidence.zip') ?? undefined)).toBe(ATTACHED);
    expect(verified.attachment('other.zip')).toBeNull();
  });

  it('is the same file with something added', () => {
    expect(pdf.subarray(0, plain.length)).toEqual(plain);
  });

  it('holds for openssl over the ranges that the file names, and not over others', () => {
    const [, before, after, rest] = (/\/ByteRange \[0 (\d+) (\d+) (\d+)\]/.exec(latin1(pdf)) ?? []).map(Number);
    expect((after ?? 0) + (rest ?? 0)).toBe(pdf.length);
    const hex = latin1(pdf.subarray((before ?? 0) + 1, (after ?? 0) - 1));
    const content = Buffer.concat([pdf.subarray(0, before), pdf.subarray(after)]);
    const verdict = (bytes: Uint8Array) =>
      openssl(
        { 'a.p7s': Buffer.from(hex, 'hex'), 'a.bin': bytes, 'ca.pem': certificateToPem(authority.certificate) },
        `cms -verify -cades -inform DER -in a.p7s -content a.bin -binary -CAfile ca.pem -purpose any -attime ${NOW.getTime() / 1000} -out /dev/null`.split(
          ' ',
        ),
      );
    expect(verdict(content).stderr).toContain('CAdES Verification successful');
    expect(verdict(content.subarray(1)).ok).toBe(false);
  });

  it('is valid and wholly signed for poppler', () => {
    const said = withFolder((folder) => {
      writeFileSync(join(folder, 'a.pdf'), pdf);
      return spawnSync('pdfsig', ['-nocert', join(folder, 'a.pdf')], { encoding: 'utf8', env: process.env }).stdout;
    });
    expect(said).toContain('Signature is Valid.');
    expect(said).toContain('Total document signed');
    expect(said).toContain('Signature Type: ETSI.CAdES.detached');
  });
});

describe('a PDF that is not as it was signed is refused', () => {
  it.each<[string, () => Uint8Array, string]>([
    ['without a signature', () => plain, 'MSB-PDF-NOT-SIGNED'],
    ['that is none', () => new TextEncoder().encode('no PDF'), 'MSB-PDF-MALFORMED'],
    ['of no bytes', () => new Uint8Array(), 'MSB-PDF-MALFORMED'],
    ['without its last bytes', () => signed.subarray(0, signed.length - 30), 'MSB-PDF-APPENDED'],
    ['cut off within its page', () => signed.subarray(0, 200), 'MSB-PDF-MALFORMED'],
    ['with bytes after its end', () => appended(signed, '\n% note'), 'MSB-PDF-APPENDED'],
    ['with a changed page', () => replaced(signed, '[0 0 100 100]', '[0 0 100 200]'), 'MSB-SIG-CONTENT-CHANGED'],
    ['with another time of signing', () => replaced(signed, 'D:2026', 'D:2025'), 'MSB-SIG-CONTENT-CHANGED'],
    [
      'with a range that leaves bytes out',
      () => replaced(signed, '/ByteRange [0 ', '/ByteRange [9 '),
      'MSB-PDF-APPENDED',
    ],
    [
      'with something in the room of the signature',
      () => replaced(signed, /0000> >>/, '0001> >>'),
      'MSB-SIG-MALFORMED',
    ],
    ['whose signature is of another kind', () => replaced(signed, 'ETSI.CAdES', 'ETSI.XAdES'), 'MSB-PDF-APPENDED'],
  ])('%s', async (_, bytes, code) => {
    await expect(readSignedPdf(bytes())).rejects.toMatchObject({ code });
  });

  it('whose catalogue was replaced by an update', async () => {
    const at = signed.length;
    const object = '1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n';
    const previous = /startxref\n(\d+)\n%%EOF\n$/.exec(latin1(signed))?.[1];
    const table = `xref\n1 1\n${String(at).padStart(10, '0')} 00000 n \ntrailer\n<< /Size 8 /Root 1 0 R /Prev ${previous} >>\n`;
    const update = `${object}${table}startxref\n${at + object.length}\n%%EOF\n`;
    await expect(readSignedPdf(appended(signed, update))).rejects.toMatchObject({ code: 'MSB-PDF-APPENDED' });
  });

  it('by a certificate that was not valid when it signed, is revoked or of nobody known', async () => {
    const authority = await newAuthority();
    const expired = await newIdentity(authority, 'p-256', {
      notBefore: new Date(NOW.getTime() - 2000),
      notAfter: new Date(NOW.getTime() - 1000),
    });
    const late = await signPdf(plain, expired, SIGNING);
    await expect(verifySignedPdf(late, await trustOf(authority))).rejects.toMatchObject({ code: 'MSB-CERT-EXPIRED' });
    const good = await signPdf(plain, await newIdentity(authority), SIGNING);
    await expect(verifySignedPdf(good, trust)).rejects.toMatchObject({ code: 'MSB-CERT-ALTERED' });
    const later = new Date(NOW.getTime() + 20 * 365 * 86_400_000);
    await expect(verifySignedPdf(signed, trust, later)).rejects.toMatchObject({ code: 'MSB-CERT-EXPIRED' });
  });

  it('twice: a file with a form is not signed', async () => {
    await expect(signPdf(signed, office, SIGNING)).rejects.toMatchObject({ code: 'MSB-PDF-MALFORMED' });
  });
});

describe('hostile PDFs', () => {
  it('never do more than throw an EvidenceError, and no changed byte outside the signature goes unnoticed', async () => {
    let state = 7;
    const random = (below: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    for (let run = 0; run < 6000; run++) {
      const bytes = signed.slice(0, random(5) ? signed.length : random(signed.length));
      for (let edit = random(3); edit >= 0 && bytes.length > 0; edit--) bytes[random(bytes.length)] = random(256);
      if (Buffer.from(bytes).equals(signed)) continue;
      try {
        await readSignedPdf(bytes);
        // Inside, only what says nothing can be changed: an authority's certificate that nobody believes, A for a.
        expect(covered(bytes).equals(covered(signed))).toBe(true);
      } catch (error) {
        if (!(error instanceof EvidenceError)) throw error;
      }
    }
  });

  it.each([
    ['blanks', ' '],
    ['line ends', '\n'],
    ['comments', '%x\n'],
    ['one comment', '%'],
    ['hexadecimal digits', '<0'],
    ['a name', '/a'],
    ['a number', '1'],
    ['a text', '('],
  ])('L12: thirty million characters of %s', async (_title, piece) => {
    const [begin = '', repeated = piece] = piece.length === 2 && piece[0] !== '%' ? [piece[0], piece[1]] : [];
    const filler = begin + repeated.repeat(30_000_000 / repeated.length);
    const bytes = replaced(signed, /trailer\n<</g, `trailer\n<< /X ${filler}`);
    await expect(readSignedPdf(bytes)).rejects.toMatchObject({ code: expect.stringMatching(/^MSB-PDF-/) });
  });

  it.each([
    ['deeply nested arrays', `<< /Root ${'['.repeat(100_000)} >>`],
    ['tables that go in circles', '<< /Root 1 0 R /Prev 9 >>'],
    ['a root that is no object', '<< /Root 99 0 R >>'],
    ['the same key twice', '<< /Root 1 0 R /Root 2 0 R >>'],
  ])('%s', async (_, trailer) => {
    const text = `%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer\n${trailer}\nstartxref\n9\n%%EOF\n`;
    await expect(readSignedPdf(new TextEncoder().encode(text))).rejects.toMatchObject({ code: 'MSB-PDF-MALFORMED' });
  });

  it('a small attachment that unpacks to more than memory holds', async () => {
    const bomb = deflateSync(Buffer.alloc(300 * 1024 * 1024)).toString('latin1');
    const text = latin1(plain);
    const start = text.indexOf('/Length ');
    const end = text.indexOf('endstream');
    const stream = `/Length ${bomb.length} >>\nstream\n${bomb}\n`;
    const moved = stream.length - (end - start);
    const larger = `${text.slice(0, start)}${stream}${text.slice(end)}`.replace(
      /startxref\n(\d+)/,
      (_all, at: string) => `startxref\n${Number(at) + moved}`,
    );
    const pdf = await signPdf(new Uint8Array(Buffer.from(larger, 'latin1')), office, SIGNING);
    const { attachment } = await readSignedPdf(pdf);
    expect(() => attachment('evidence.zip')).toThrow(EvidenceError);
  });
});
