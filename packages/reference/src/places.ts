/** A prefecture (都道府県): 2 digits, name. */
export interface Prefecture {
  readonly code: string;
  readonly name: string;
}

/** A municipality (市区町村) or ward of a 政令指定都市: 5 digits without check digit; `parent` is a ward's city. */
export interface Municipality {
  readonly code: string;
  readonly name: string;
  readonly kana: string;
  readonly parent: string | null;
}

/** Outlines of areas as SVG paths in whole units; `[code, path]`. */
export interface AreaMap {
  readonly width: number;
  readonly height: number;
  readonly areas: readonly (readonly [code: string, path: string])[];
}

const rowsOf = (text: string) =>
  text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));

/** Reads `data/prefectures.csv`, from north to south. */
export function readPrefectures(text: string): Prefecture[] {
  return rowsOf(text).map(([code = '', name = '']) => ({ code, name }));
}

/** Reads `data/municipalities.csv`, by code. */
export function readMunicipalities(text: string): Municipality[] {
  return rowsOf(text).map(([code = '', name = '', kana = '', parent = '']) => ({
    code,
    name,
    kana,
    parent: parent || null,
  }));
}

/** Reads a map of `data/map`: the paper's size, then a line per area; throws TypeError when the text is no map. */
export function readAreaMap(text: string): AreaMap {
  const [paper = '', ...lines] = text.trim().split('\n');
  const [, width, height] = /^paper,(\d+) (\d+)$/.exec(paper) ?? [];
  if (!width || !height) throw new TypeError('not a map of areas');
  const areas = lines.map((line): [string, string] => {
    const [code = '', path = ''] = line.split(',');
    return [code, path];
  });
  return { width: Number(width), height: Number(height), areas };
}
