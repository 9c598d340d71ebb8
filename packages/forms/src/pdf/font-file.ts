/** What a TrueType file says of its characters: which it has, and how wide they are. Nothing else of it is read here. */
export interface FontFile {
  has(codePoint: number): boolean;
  /** In thousandths of the size. */
  advance(codePoint: number): number;
  /** Every character of the font. */
  characters(): number[];
}

/** Reads the tables `cmap` (format 12, which covers all of Unicode), `head`, `hhea` and `hmtx`. */
export function readFontFile(bytes: Uint8Array): FontFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const table = (tag: string) => tableOffset(view, tag);
  const unitsPerEm = view.getUint16(table('head') + 18);
  const metricCount = view.getUint16(table('hhea') + 34);
  const hmtx = table('hmtx');
  const groups = characterGroups(view, table('cmap'));
  const glyphOf = (codePoint: number) => {
    let [low, high] = [0, groups.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const group = groups[middle];
      if (!group) break;
      if (codePoint < group.from) high = middle - 1;
      else if (codePoint > group.until) low = middle + 1;
      else return group.glyph + codePoint - group.from;
    }
    return 0;
  };
  return {
    has: (codePoint) => glyphOf(codePoint) > 0,
    advance: (codePoint) =>
      (view.getUint16(hmtx + 4 * Math.min(glyphOf(codePoint), metricCount - 1)) * 1000) / unitsPerEm,
    characters: () =>
      groups.flatMap(({ from, until }) => Array.from({ length: until - from + 1 }, (_, at) => from + at)),
  };
}

interface Group {
  readonly from: number;
  readonly until: number;
  readonly glyph: number;
}

function tableOffset(view: DataView, tag: string): number {
  const count = view.getUint16(4);
  for (let at = 12; at < 12 + 16 * count; at += 16) {
    const name = String.fromCharCode(...[0, 1, 2, 3].map((byte) => view.getUint8(at + byte)));
    if (name === tag) return view.getUint32(at + 8);
  }
  throw new Error(`The font has no table ${tag}: a TrueType font is needed.`);
}

function characterGroups(view: DataView, cmap: number): Group[] {
  const count = view.getUint16(cmap + 2);
  for (let at = 0; at < count; at++) {
    const start = cmap + view.getUint32(cmap + 4 + 8 * at + 4);
    if (view.getUint16(start) !== 12) continue;
    return Array.from({ length: view.getUint32(start + 12) }, (_, group) => {
      const entry = start + 16 + 12 * group;
      return { from: view.getUint32(entry), until: view.getUint32(entry + 4), glyph: view.getUint32(entry + 8) };
    });
  }
  throw new Error('The font has no character table of format 12.');
}
