import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { judgeAttachment } from './attachment-type.js';

const text = (content: string) => new TextEncoder().encode(content);
const bytes = (...values: number[]) => Uint8Array.from(values);
const utf16 = (content: string) => new Uint8Array(Buffer.from(content, 'utf16le'));
const ole = (...streams: string[]) =>
  Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...streams.flatMap((name) => [...utf16(name)])]);
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
    expect(judgeAttachment(name, content)).toEqual({ mediaType });
  });

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
