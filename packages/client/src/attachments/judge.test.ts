import fc from 'fast-check';
import { zipSync, zlibSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { judgeAttachment, judgeReceived } from './judge.js';
import { safeName } from './names.js';

const text = (content: string) => new TextEncoder().encode(content);
const bytes = (...values: number[]) => Uint8Array.from(values);
const utf16 = (content: string) => new Uint8Array(Buffer.from(content, 'utf16le'));
const ole = (...streams: string[]) =>
  Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...streams.flatMap((name) => [...utf16(name)])]);
/** A PDF whose only object stream holds the given objects. */
const packed = (objects: string, type = '/ObjStm', filter = '/FlateDecode', more = '') =>
  Uint8Array.from([
    ...text(`%PDF-1.7\n1 0 obj <</Type ${type} /Filter ${filter}>> stream\r\n`),
    ...zlibSync(text(objects)),
    ...text(`\nendstream endobj\ntrailer <<${more}>>`),
  ]);
const office = (kind: string, extra: Record<string, Uint8Array> = {}) =>
  zipSync({ '[Content_Types].xml': text(`<Types><Override ContentType="x.${kind}.y"/></Types>`), ...extra });

describe('an attachment is judged by its content (R38)', () => {
  it.each([
    ['PDF', 'a.pdf', text('%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj'), 'application/pdf'],
    ['JPEG', 'a.jpg', bytes(0xff, 0xd8, 0xff, 0xe0, 1), 'image/jpeg'],
    ['PNG', 'a.png', bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1), 'image/png'],
    ['PNG named as a PDF', 'a.pdf', bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1), 'image/png'],
    [
      'Word',
      'a.docx',
      office('wordprocessingml'),
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    ],
    ['Excel', 'a.xlsx', office('spreadsheetml'), 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    ['old Word', 'a.doc', ole('Root Entry', 'WordDocument'), 'application/msword'],
    ['old Excel', 'a.xls', ole('Root Entry', 'Workbook'), 'application/vnd.ms-excel'],
  ])('%s may be sent', (_kind, name, content, mediaType) => {
    expect(judgeAttachment(name, content)).toMatchObject({ mediaType });
  });

  const rels = (type: string, mode = 'External') =>
    text(
      `<Relationships><Relationship Id="r" Type="http://x/relationships/${type}" Target="https://evil.example/a" TargetMode="${mode}"/></Relationships>`,
    );
  const bomb = office('spreadsheetml', { 'xl/worksheets/sheet1.xml': new Uint8Array(201 * 1024 * 1024) });
  it.each([
    ['an empty file', 'a.pdf', bytes(), '0バイト'],
    ['a program', 'a.exe', text('MZ\x90'), '実行ファイル'],
    ['a program renamed to PDF', 'a.pdf', text('MZ\x90'), '実行ファイル'],
    ['a Linux program', 'a', bytes(0x7f, 0x45, 0x4c, 0x46), '実行ファイル'],
    ['a PDF with JavaScript', 'a.pdf', text('%PDF-1.7 <</S /JavaScript /JS (app.alert(1))>>'), 'JavaScript'],
    ['a PDF with hidden JavaScript', 'a.pdf', text('%PDF-1.7 <</S /J#61vaScript>>'), 'JavaScript'],
    ['a PDF that launches', 'a.pdf', text('%PDF-1.7 <</S /Launch>>'), 'Launch'],
    ['a PDF with an open action', 'a.pdf', text('%PDF-1.7 <</OpenAction 3 0 R>>'), 'OpenAction'],
    ['a PDF with a file in it', 'a.pdf', text('%PDF-1.7 <</Type /EmbeddedFile>>'), 'EmbeddedFile'],
    [
      'M6: JavaScript in a compressed object stream',
      'a.pdf',
      packed('1 0 <</S /JavaScript /JS (app.alert(1))>>'),
      'JavaScript',
    ],
    ['M6: the same under a written-out name', 'a.pdf', packed('1 0 <</S /Launch>>', '/Obj#53tm'), 'Launch'],
    [
      'M6: an object stream packed in an unusual way',
      'a.pdf',
      packed('1 0', '/ObjStm', '/LZWDecode'),
      '確かめられない',
    ],
    [
      'M6: an encrypted PDF with object streams',
      'a.pdf',
      packed('1 0', '/ObjStm', '/FlateDecode', '/Encrypt 5 0 R'),
      '確かめられない',
    ],
    ['M6: an object stream bomb', 'a.pdf', packed(' '.repeat(65 * 1024 * 1024)), '大きすぎる'],
    [
      'M6: objects hidden in the bytes of a picture',
      'a.pdf',
      text('%PDF-1.7 <<>>stream\n7 0 obj <</S /Launch>> endobj\nendstream'),
      'Launch',
    ],
    [
      'M6: a Word template from outside',
      'a.docx',
      office('wordprocessingml', { 'word/_rels/settings.xml.rels': rels('attachedTemplate') }),
      '外の',
    ],
    [
      'M6: a picture from outside',
      'a.docx',
      office('wordprocessingml', { 'word/_rels/document.xml.rels': rels('image') }),
      '外の',
    ],
    [
      'M6: a DDE field spread over runs',
      'a.docx',
      office('wordprocessingml', {
        'word/document.xml': text('<w:instrText>DD</w:instrText></w:r><w:r><w:instrText>EAUTO c:\\cmd</w:instrText>'),
      }),
      '外の',
    ],
    ['M6: a DDE link', 'a.xlsx', office('spreadsheetml', { 'xl/x.xml': text('<ddeLink ddeService="cmd"/>') }), '外の'],
    [
      'R38: a cell that calls a program',
      'a.xlsx',
      office('spreadsheetml', { 'xl/worksheets/sheet1.xml': text("<c><f>cmd|'/C calc.exe'!A0</f></c>") }),
      '外の',
    ],
    ['R38: a table of cells that call programs', 'a.csv', text("氏名,=cmd|'/C calc.exe'!A0\r\n"), 'PDF、JPEG'],
    [
      'M6: macros under another name',
      'a.docx',
      office('wordprocessingml', { 'word/picture.dat': ole('_VBA_PROJECT') }),
      'マクロ',
    ],
    [
      'M6: a program in a document',
      'a.docx',
      office('wordprocessingml', { 'word/setup.bin': text('MZ\x90') }),
      'マクロ',
    ],
    ['M6: a script in a document', 'a.docx', office('wordprocessingml', { 'word/start.vbs': text('x') }), 'マクロ'],
    [
      'M6: macros in a document in a document',
      'a.docx',
      office('wordprocessingml', {
        'word/embeddings/b.xlsx': office('spreadsheetml', { 'xl/vbaProject.bin': bytes(1) }),
      }),
      'マクロ',
    ],
    ['a macro format', 'a.xlsm', office('spreadsheetml'), 'マクロ'],
    [
      'macros in a plain name',
      'a.xlsx',
      office('spreadsheetml', { 'xl/vbaProject.bin': bytes(1) }),
      'マクロや埋め込みプログラム',
    ],
    ['old macros', 'a.doc', ole('WordDocument', '_VBA_PROJECT'), 'マクロ'],
    ['an archive', 'a.zip', zipSync({ 'a.txt': text('a') }), 'ZIP'],
    ['an archive bomb', 'a.xlsx', bomb, '大きすぎる'],
    ['a cut-off archive', 'a.docx', office('wordprocessingml').slice(0, 60), '壊れた'],
    ['a text', 'a.txt', text('hello'), 'PDF、JPEG'],
    ['a web page', 'a.pdf', text('<html><script>'), 'PDF、JPEG'],
  ])('%s is refused, with the reason', (_kind, name, content, reason) => {
    const verdict = judgeAttachment(name, content);
    expect('refused' in verdict ? verdict.refused : '').toContain(reason);
  });
});

describe('what people really attach is not refused by chance (R38)', () => {
  it('bytes of scans and page contents are never taken for active content', () => {
    const scan = text(
      `%PDF-1.7\n1 0 obj <</Subtype /Image /Filter /DCTDecode>>stream\n/AA /JS /XFA /Launch \nendstream`,
    );
    expect(judgeAttachment('scan.pdf', scan)).toMatchObject({ mediaType: 'application/pdf' });
    expect(judgeAttachment('new.pdf', packed('1 0 <</Type /Page>>'))).toMatchObject({ mediaType: 'application/pdf' });
  });

  it('links that a person clicks, and documents in documents, may be in Word and Excel', () => {
    const link = '<Relationship Type="http://x/hyperlink" Target="https://www.mhlw.go.jp/" TargetMode="External"/>';
    const word = office('wordprocessingml', {
      'word/_rels/document.xml.rels': text(link),
      'word/embeddings/table.xlsx': office('spreadsheetml'),
    });
    expect(judgeAttachment('a.docx', word)).toHaveProperty('mediaType');
  });

  it.each([
    ['plan.bat', 'plan.bat.pdf'],
    ['請求書.pdf.exe', '請求書.pdf.exe.pdf'],
    ['意見書.PDF', '意見書.PDF'],
    ['介護計画\u202efdp.scr', '介護計画fdp.scr.pdf'],
    ['plan.pdf. . ', 'plan.pdf'],
    ['../../plan.pdf', '__.._plan.pdf'],
    ['CON.pdf', '_CON.pdf'],
    ['plan\u0000\u001b[8m.pdf', 'plan__[8m.pdf'],
    [`${'長'.repeat(200)}.pdf`, `${'長'.repeat(116)}.pdf`],
  ])('M6: a PDF called %j travels and is saved as %j', (name, expected) => {
    expect(judgeAttachment(name, text('%PDF-1.7'))).toEqual({ name: expected, mediaType: 'application/pdf' });
  });
});

describe('what arrives is judged again', () => {
  it('M6: a program from a hostile sender is kept, named for what it is, and opens with nothing', () => {
    const received = judgeReceived({ name: '請求書.pdf.exe', bytes: text('MZ\x90') });
    expect(received).toMatchObject({
      mediaType: 'application/octet-stream',
      warning: expect.stringContaining('開かないで'),
    });
    expect(received.name).toBe('請求書.pdf.exe.危険かもしれないファイル');
  });

  it('no name of any sender leaves its folder, hides its extension or carries control characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
        const safe = safeName(name);
        expect(safe).not.toMatch(/[\p{Cc}\p{Cf}\\/:*?"<>|]/u);
        expect(safe).not.toMatch(/^\.|[\s.]$/u);
        expect(safe.length).toBeGreaterThan(0);
        expect(safe.length).toBeLessThanOrEqual(121);
        expect(safeName(safe)).toBe(safe);
      }),
    );
  });
});
