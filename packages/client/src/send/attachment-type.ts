import { unzipSync } from 'fflate';

/** What an attachment is, judged by its content, or why it is refused. */
export type AttachmentVerdict = { readonly mediaType: string } | { readonly refused: string };

const starts = (bytes: Uint8Array, ...magic: number[]) => magic.every((byte, at) => bytes[at] === byte);
const refuse = (refused: string): AttachmentVerdict => ({ refused });

/** PDF names that start something when the document is opened (security.md R38). */
const ACTIVE_PDF = /\/(JavaScript|JS|Launch|OpenAction|AA|EmbeddedFile|RichMedia|XFA)\b/;
const MACRO_EXTENSIONS = /\.(xlsm|xlsb|xltm|docm|dotm|pptm)$/i;

/** Judges an attachment: PDF, JPEG, PNG, Word and Excel without active content; everything else is refused with the reason. */
export function judgeAttachment(name: string, bytes: Uint8Array): AttachmentVerdict {
  if (bytes.length === 0) return refuse('中身のない（0バイトの）ファイルです。');
  if (MACRO_EXTENSIONS.test(name))
    return refuse('マクロを含む形式のファイルは送れません。マクロのない形式で保存し直してください。');
  if (starts(bytes, 0x25, 0x50, 0x44, 0x46)) return judgePdf(bytes);
  if (starts(bytes, 0xff, 0xd8, 0xff)) return { mediaType: 'image/jpeg' };
  if (starts(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return { mediaType: 'image/png' };
  if (starts(bytes, 0x50, 0x4b, 0x03, 0x04)) return judgeOffice(bytes);
  if (starts(bytes, 0xd0, 0xcf, 0x11, 0xe0)) return judgeOldOffice(bytes);
  if (starts(bytes, 0x4d, 0x5a) || starts(bytes, 0x7f, 0x45, 0x4c, 0x46))
    return refuse('プログラム（実行ファイル）は送れません。');
  return refuse('送れるのは PDF、JPEG、PNG、Word、Excel のファイルです。');
}

function judgePdf(bytes: Uint8Array): AttachmentVerdict {
  const text = new TextDecoder('latin1')
    .decode(bytes)
    .replaceAll(/#([0-9a-fA-F]{2})/g, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  const active = ACTIVE_PDF.exec(text)?.[1];
  return active
    ? refuse(`開いたときに動く仕掛け（${active}）のあるPDFは送れません。印刷し直してPDFにしてください。`)
    : { mediaType: 'application/pdf' };
}

const MAX_UNPACKED = 200 * 1024 * 1024;

/** Word and Excel are ZIPs that name themselves in [Content_Types].xml; macros are vbaProject.bin. */
function judgeOffice(bytes: Uint8Array): AttachmentVerdict {
  const names: string[] = [];
  let unpacked = 0;
  let types: Uint8Array | undefined;
  try {
    types = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        names.push(name);
        unpacked += originalSize;
        return name === '[Content_Types].xml' && originalSize < 1_000_000;
      },
    })['[Content_Types].xml'];
  } catch {
    return refuse('壊れたファイルです。元のファイルを開けるか確かめてください。');
  }
  if (unpacked > MAX_UNPACKED) return refuse('展開すると大きすぎるファイルです。');
  if (names.some((name) => /vbaProject|macrosheets|activeX|embeddings\/.*\.(bin|exe)/i.test(name))) {
    return refuse('マクロや埋め込みプログラムを含むファイルは送れません。マクロのない形式で保存し直してください。');
  }
  const listing = types ? new TextDecoder().decode(types) : '';
  if (listing.includes('wordprocessingml'))
    return { mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' };
  if (listing.includes('spreadsheetml'))
    return { mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' };
  return refuse('ZIPファイルは送れません。中のファイルを一つずつ選んでください。');
}

/** Old Word and Excel files keep stream names in UTF-16: macros live in streams called VBA. */
function judgeOldOffice(bytes: Uint8Array): AttachmentVerdict {
  const text = new TextDecoder('latin1').decode(bytes).replaceAll('\0', '');
  if (/_VBA_PROJECT|Macros/.test(text))
    return refuse('マクロを含むファイルは送れません。マクロのない形式で保存し直してください。');
  if (text.includes('WordDocument')) return { mediaType: 'application/msword' };
  if (text.includes('Workbook') || text.includes('Book')) return { mediaType: 'application/vnd.ms-excel' };
  return refuse('送れるのは PDF、JPEG、PNG、Word、Excel のファイルです。');
}
