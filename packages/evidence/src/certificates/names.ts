import { toHex } from '../bytes.js';
import { type DerNode, DerReader, TAG } from '../der/reader.js';

const NAME_PARTS: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.6': 'C',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.5': 'SN',
};

/** One attribute of a name: its type's OID and its value as text; values that are no text as `#` and hex. */
interface NamePart {
  readonly type: string;
  readonly text: string;
}

/** A distinguished name: sets of parts, most often of one each. */
type NameParts = readonly (readonly NamePart[])[];

function partsOf(der: Uint8Array): NameParts {
  const outer = new DerReader(der, 'MSB-CERT-MALFORMED');
  const reader = outer.enter(TAG.sequence);
  const sets: NamePart[][] = [];
  while (!reader.done) {
    const set = reader.enter(TAG.set);
    const parts: NamePart[] = [];
    while (!set.done) {
      const pair = set.enter(TAG.sequence);
      parts.push({ type: pair.oid(), text: textOf(pair.next()) });
      pair.end();
    }
    sets.push(parts);
  }
  return sets;
}

/** The text of a string of any of X.509's types. */
function textOf({ tag, content, raw }: DerNode): string {
  if (tag === TAG.bmpString) return new TextDecoder('utf-16be').decode(content);
  if (tag === TAG.universalString) return fromUtf32(content);
  if (tag === TAG.teletexString) return new TextDecoder('latin1').decode(content);
  if (tag === TAG.utf8String || tag === TAG.printableString || tag === TAG.ia5String)
    return new TextDecoder().decode(content);
  return `#${toHex(raw)}`;
}

function fromUtf32(content: Uint8Array): string {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  let text = '';
  for (let at = 0; at + 4 <= content.length; at += 4) {
    const point = view.getUint32(at);
    text += point > 0x10ffff ? '\ufffd' : String.fromCodePoint(point);
  }
  return text;
}

/** A name as people read it, e.g. "CN=KaigoJigyousho, O=…". Never used to tell which office it is. */
export function nameText(der: Uint8Array): string {
  const parts = partsOf(der).flat();
  return parts.map(({ type, text }) => `${NAME_PARTS[type] ?? type}=${text}`).join(', ');
}

/**
 * A name for comparing (RFC 5280 7.1): whatever its strings are encoded as, without regard to case and to how many spaces
 * there are. One item for each set of the name.
 */
export function nameKey(der: Uint8Array): readonly string[] {
  const plain = (text: string) => text.normalize('NFKC').toLowerCase().trim().replaceAll(/\s+/g, ' ');
  return partsOf(der).map((set) => JSON.stringify(set.map(({ type, text }) => `${type}=${plain(text)}`).sort()));
}

export function sameName(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && isWithin(a, b);
}

/** Whether a name lies below another one in the tree of names. */
export function isWithin(name: readonly string[], above: readonly string[]): boolean {
  return above.every((set, at) => set === name[at]);
}
