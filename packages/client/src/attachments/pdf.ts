import { Inflate } from 'fflate';

/** PDF names that start something when the document is opened, or carry another file (security.md R38). */
const ACTIVE = /\/(JavaScript|JS|Launch|OpenAction|AA|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData)\b/;

/** The most that object streams of one document may hold: a document of 10 MB has far less in them. */
const MOST_INFLATED = 64 * 1024 * 1024;

/** The reason why a PDF may do more than be read. */
export type PdfDanger =
  | { readonly kind: 'active'; readonly name: string }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'oversized' };

/**
 * Looks for active content in the objects of a PDF: those that stand open, and those packed in object streams
 * (ISO 32000-1 7.5.7). Bytes of pictures and page contents are passed over: "/AA" comes up in them by chance. A stream
 * that holds objects of its own (a reference table may point anywhere) is looked at as well.
 */
export function dangerInPdf(bytes: Uint8Array): PdfDanger | null {
  const text = new TextDecoder('latin1').decode(bytes);
  const isEncrypted = /\/Encrypt\b/.test(text);
  const parts: string[] = [];
  let inflated = 0;
  let end = 0;
  for (const stream of streamsOf(text)) {
    parts.push(text.slice(end, stream.start));
    end = stream.end;
    const body = text.slice(stream.start, stream.end);
    if (/\d\s+\d+\s+obj\b/.test(body)) parts.push(body);
    if (!/\/ObjStm\b/.test(stream.dictionary)) continue;
    if (isEncrypted) return { kind: 'unreadable' };
    const content = objectsIn(bytes.subarray(stream.start, stream.end), stream.dictionary, MOST_INFLATED - inflated);
    if (typeof content === 'string') return { kind: content };
    inflated += content.length;
    parts.push(new TextDecoder('latin1').decode(content));
  }
  parts.push(text.slice(end));
  const active = ACTIVE.exec(plainNames(parts.join('\n')))?.[1];
  return active ? { kind: 'active', name: active } : null;
}

interface Stream {
  /** Offsets of the body. */
  readonly start: number;
  readonly end: number;
  /** The text before it back to its object's head, names written plainly. */
  readonly dictionary: string;
}

/** A dictionary is rarely longer than a few hundred characters; more is never looked back. */
const LONGEST_DICTIONARY = 4096;

function* streamsOf(text: string): Generator<Stream> {
  const opening = />>\s*stream\r?\n/g;
  for (let match = opening.exec(text); match; match = opening.exec(text)) {
    const start = opening.lastIndex;
    const closing = text.indexOf('endstream', start);
    const end = closing < 0 ? text.length : closing;
    const before = text.slice(Math.max(0, match.index - LONGEST_DICTIONARY), match.index);
    yield { start, end, dictionary: plainNames(before.slice(before.lastIndexOf('obj') + 1)) };
    opening.lastIndex = end;
  }
}

/** Names may hide letters as #xx (7.3.5). */
function plainNames(text: string): string {
  return text.replaceAll(/#([0-9a-fA-F]{2})/g, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** The content of an object stream; other packings than Flate without predictor are not used by any maker we know. */
function objectsIn(body: Uint8Array, dictionary: string, most: number): Uint8Array | 'unreadable' | 'oversized' {
  const filters = [...dictionary.matchAll(/\/(\w+Decode)\b/g)].map(([, name]) => name);
  if (/\/(Predictor|F)\b/.test(dictionary)) return 'unreadable';
  if (filters.length === 0) return body;
  return filters.length === 1 && filters[0] === 'FlateDecode' ? inflate(body.subarray(2), most) : 'unreadable';
}

/** Inflates as far as the data goes (writers disagree about the bytes behind it), never more than `most` bytes. */
function inflate(body: Uint8Array, most: number): Uint8Array | 'unreadable' | 'oversized' {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const stream = new Inflate((chunk) => {
    size += chunk.length;
    if (size <= most) chunks.push(chunk);
  });
  const STEP = 16 * 1024;
  try {
    for (let at = 0; at < body.length && size <= most; at += STEP)
      stream.push(body.subarray(at, at + STEP), at + STEP >= body.length);
  } catch {
    if (size === 0) return 'unreadable';
  }
  if (size > most) return 'oversized';
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
