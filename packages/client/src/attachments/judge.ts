import type { Attachment } from '@musubi/evidence';
import { attachmentName, unopenedName } from './names.js';
import { isActiveOle, judgeOffice } from './office.js';
import { dangerInPdf } from './pdf.js';

/** An attachment's type, judged by its content, and the name that fits it; or the reason to refuse it. */
export type AttachmentVerdict = { readonly mediaType: string; readonly name: string } | { readonly refused: string };

type Judged = { readonly mediaType: string } | { readonly refused: string };

const starts = (bytes: Uint8Array, ...magic: number[]) => magic.every((byte, at) => bytes[at] === byte);
const refuse = (refused: string): Judged => ({ refused });

const MACRO_EXTENSIONS = /\.(xlsm|xlsb|xltm|docm|dotm|pptm)$/i;
const ALLOWED = '送れるのは PDF、JPEG、PNG、Word、Excel のファイルです。';

/**
 * Judges an attachment before it is sent and again when it arrives (security.md R38): PDF, JPEG, PNG, Word and Excel
 * without active content, under a name whose extension says what it is; everything else is refused with the reason.
 */
export function judgeAttachment(name: string, bytes: Uint8Array): AttachmentVerdict {
  const judged = MACRO_EXTENSIONS.test(name.trimEnd())
    ? refuse('マクロを含む形式のファイルは送れません。マクロのない形式で保存し直してください。')
    : judgeContent(bytes);
  return 'refused' in judged ? judged : { ...judged, name: attachmentName(name, judged.mediaType) };
}

function judgeContent(bytes: Uint8Array): Judged {
  if (bytes.length === 0) return refuse('中身のない（0バイトの）ファイルです。');
  if (starts(bytes, 0x25, 0x50, 0x44, 0x46)) return judgePdf(bytes);
  if (starts(bytes, 0xff, 0xd8, 0xff)) return { mediaType: 'image/jpeg' };
  if (starts(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return { mediaType: 'image/png' };
  if (starts(bytes, 0x50, 0x4b, 0x03, 0x04)) return judgeZip(bytes);
  if (starts(bytes, 0xd0, 0xcf, 0x11, 0xe0)) return judgeOldOffice(bytes);
  if (starts(bytes, 0x4d, 0x5a) || starts(bytes, 0x7f, 0x45, 0x4c, 0x46))
    return refuse('プログラム（実行ファイル）は送れません。');
  return refuse(ALLOWED);
}

function judgePdf(bytes: Uint8Array): Judged {
  const danger = dangerInPdf(bytes);
  switch (danger?.kind) {
    case 'active':
      return refuse(`開いたときに動く仕掛け（${danger.name}）のあるPDFは送れません。印刷し直してPDFにしてください。`);
    case 'unreadable':
      return refuse('保護や特殊な圧縮のため、中を確かめられないPDFは送れません。印刷し直してPDFにしてください。');
    case 'oversized':
      return refuse('展開すると大きすぎるファイルです。');
    default:
      return { mediaType: 'application/pdf' };
  }
}

function judgeZip(bytes: Uint8Array): Judged {
  const verdict = judgeOffice(bytes);
  if ('refused' in verdict) return verdict;
  if (verdict.kind === 'powerpoint') return refuse(ALLOWED);
  const type = verdict.kind === 'word' ? 'wordprocessingml.document' : 'spreadsheetml.sheet';
  return { mediaType: `application/vnd.openxmlformats-officedocument.${type}` };
}

function judgeOldOffice(bytes: Uint8Array): Judged {
  if (isActiveOle(bytes))
    return refuse('マクロや埋め込みファイルを含むファイルは送れません。マクロのない形式で保存し直してください。');
  const text = new TextDecoder('latin1').decode(bytes).replaceAll('\0', '');
  if (text.includes('WordDocument')) return { mediaType: 'application/msword' };
  if (text.includes('Workbook') || text.includes('Book')) return { mediaType: 'application/vnd.ms-excel' };
  return refuse(ALLOWED);
}

/** An attachment as it may be shown and saved where it arrived. */
export interface ReceivedAttachment extends Attachment {
  /** The trouble with it, for a person; null when there is none. */
  readonly warning: string | null;
}

/**
 * Judges what arrived anew: the sender's client may have let anything pass. What may do harm is not thrown away (it is
 * evidence, and may be needed) but no program opens it by itself.
 */
export function judgeReceived({ name, bytes }: Pick<Attachment, 'name' | 'bytes'>): ReceivedAttachment {
  const verdict = judgeAttachment(name, bytes);
  if (!('refused' in verdict)) return { ...verdict, bytes, warning: null };
  return {
    name: unopenedName(name),
    mediaType: 'application/octet-stream',
    bytes,
    warning: `開かないでください。送れない種類のファイルです（${verdict.refused}）。送信元に確かめてください。`,
  };
}
