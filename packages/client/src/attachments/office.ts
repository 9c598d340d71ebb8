import { unzipSync } from 'fflate';

const MOST_UNPACKED = 200 * 1024 * 1024;
/** Word in Excel in Word is as deep as people embed. */
const DEEPEST = 3;

/** The kind of a ZIP, or the reason (for a person) why it may not travel. */
export type OfficeVerdict = { readonly kind: 'word' | 'excel' | 'powerpoint' } | { readonly refused: string };

const refuse = (refused: string): OfficeVerdict => ({ refused });
const MACROS = 'マクロや埋め込みプログラムを含むファイルは送れません。マクロのない形式で保存し直してください。';
const OUTSIDE =
  '開いたときに外のファイルやサイトを読みに行く仕掛けのあるファイルは送れません。PDFにして送ってください。';

const starts = (bytes: Uint8Array, ...magic: number[]) => magic.every((byte, at) => bytes[at] === byte);
const isZip = (bytes: Uint8Array) => starts(bytes, 0x50, 0x4b, 0x03, 0x04);
const isOle = (bytes: Uint8Array) => starts(bytes, 0xd0, 0xcf, 0x11, 0xe0);
const isProgram = (bytes: Uint8Array) => starts(bytes, 0x4d, 0x5a) || starts(bytes, 0x7f, 0x45, 0x4c, 0x46);

/** Parts that can be shown only; their bytes are not unpacked. */
const PICTURE = /\.(png|jpe?g|gif|emf|wmf|bmp|tiff?|svg|odttf|fntdata)$/i;
const RUNNABLE = /\.(exe|dll|scr|com|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|msi|lnk|jar|reg|cpl)$/i;
/** Relationships that may lead outside: a link a person clicks. */
const LINK = /\/hyperlink$/i;

/** Judges a Word or Excel file (a ZIP that names itself in [Content_Types].xml) by all of its parts, whatever they are called. */
export function judgeOffice(bytes: Uint8Array, depth = 1): OfficeVerdict {
  const names: string[] = [];
  let unpacked = 0;
  let parts: Readonly<Record<string, Uint8Array>>;
  try {
    parts = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        names.push(name);
        unpacked += originalSize;
        return unpacked <= MOST_UNPACKED && !PICTURE.test(name);
      },
    });
  } catch {
    return refuse('壊れたファイルです。元のファイルを開けるか確かめてください。');
  }
  if (unpacked > MOST_UNPACKED) return refuse('展開すると大きすぎるファイルです。');
  const types = textOf(parts['[Content_Types].xml']);
  const kind = kindOf(types);
  if (!kind) return refuse('ZIPファイルは送れません。中のファイルを一つずつ選んでください。');
  const isActive =
    /vbaProject|macroEnabled|activeX|macrosheet/i.test(types) || names.some((name) => RUNNABLE.test(name));
  if (isActive || names.some((name) => /vbaProject|macrosheets|activeX/i.test(name))) return refuse(MACROS);
  for (const [name, content] of Object.entries(parts)) {
    const reason = dangerInPart(name, content, depth);
    if (reason) return refuse(reason);
  }
  return { kind };
}

function kindOf(types: string): 'word' | 'excel' | 'powerpoint' | null {
  if (types.includes('wordprocessingml')) return 'word';
  if (types.includes('spreadsheetml')) return 'excel';
  return types.includes('presentationml') ? 'powerpoint' : null;
}

const textOf = (bytes: Uint8Array | undefined) => (bytes ? new TextDecoder().decode(bytes) : '');

/** The reason why a part may do harm; null when it may not. */
function dangerInPart(name: string, bytes: Uint8Array, depth: number): string | null {
  if (isProgram(bytes)) return MACROS;
  if (isOle(bytes)) return isActiveOle(bytes) ? MACROS : null;
  if (isZip(bytes)) {
    if (depth >= DEEPEST) return '文書の中に文書が深く入りすぎているファイルは送れません。PDFにして送ってください。';
    const inner = judgeOffice(bytes, depth + 1);
    return 'refused' in inner ? inner.refused : null;
  }
  if (/\.rels$/i.test(name)) return dangerInRelationships(textOf(bytes));
  if (/externalLinks?\//i.test(name)) return OUTSIDE;
  return /\.xml$/i.test(name) && hasCommandField(textOf(bytes)) ? OUTSIDE : null;
}

/** Template, picture, frame or object from outside is fetched when the document opens (R38: remote template). */
function dangerInRelationships(xml: string): string | null {
  for (const [element] of xml.matchAll(/<(?:\w+:)?Relationship\b[^>]*>/g)) {
    const type = /\bType\s*=\s*["']([^"']*)["']/.exec(element)?.[1] ?? '';
    if (/vbaProject|activeX|attachedToolbars/i.test(type)) return MACROS;
    const isExternal = /\bTargetMode\s*=\s*["']\s*External\s*["']/i.test(element);
    if (isExternal && !LINK.test(type)) return OUTSIDE;
  }
  return null;
}

/** A cell that calls a program (`=cmd|'/C calc'!A0`): no other formula has a bar after its first word. */
const CALL = /<(?:\w+:)?f\b[^>]*>\s*[+-]?[\w.]+\|/;

/** DDE and the like, also where the field's words are spread over runs (w:instrText), and links of cells. */
function hasCommandField(xml: string): boolean {
  const fields = [...xml.matchAll(/<w:instrText\b[^>]*>([^<]*)</g)].map(([, words = '']) => words).join('');
  const simple = [...xml.matchAll(/\bw:instr\s*=\s*["']([^"']*)["']/g)].map(([, words = '']) => words).join(' ');
  return (
    /\b(DDE(AUTO)?|INCLUDETEXT|INCLUDEPICTURE)\b/i.test(`${fields} ${simple}`) ||
    /<ddeLink\b/.test(xml) ||
    CALL.test(xml)
  );
}

/** Old formats keep stream names in UTF-16: macros live in streams called VBA, packed files in Ole10Native. */
export function isActiveOle(bytes: Uint8Array): boolean {
  const text = new TextDecoder('latin1').decode(bytes).replaceAll('\0', '');
  return /_VBA_PROJECT|Macros|Ole10Native/.test(text);
}
