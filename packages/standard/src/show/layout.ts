/** Columns a text takes in a terminal: full-width characters take two. */
export function columns(text: string): number {
  let width = 0;
  for (const character of text)
    width +=
      /[\u1100-\u115f\u2460-\u24ff\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(
        character,
      )
        ? 2
        : 1;
  return width;
}

export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columns(text)));
}

/** Cuts a text to a number of columns, with … where something fell away. */
export function fit(text: string, width: number): string {
  if (columns(text) <= width) return pad(text, width);
  let cut = '';
  for (const character of text) {
    if (columns(cut + character) > width - 1) break;
    cut += character;
  }
  return pad(`${cut}…`, width);
}

const ERAS: readonly (readonly [string, string])[] = [
  ['2019-05-01', '令和'],
  ['1989-01-08', '平成'],
  ['1926-12-25', '昭和'],
  ['1912-07-30', '大正'],
  ['1868-01-25', '明治'],
];

/** 2026-10-01 → 令和8年10月1日. */
export function eraDate(iso: string | null): string {
  if (!iso) return '';
  const [start = '', era = ''] = ERAS.find(([from]) => iso >= from) ?? [];
  const year = Number(iso.slice(0, 4)) - Number(start.slice(0, 4)) + 1;
  return `${era}${year === 1 ? '元' : year}年${Number(iso.slice(5, 7))}月${Number(iso.slice(8, 10))}日`;
}

export function eraMonth(month: string | null): string {
  return month ? eraDate(`${month}-01`).replace(/1日$/, '') : '';
}

/** Minutes since midnight → 9:05. */
export function clock(minutes: number | null): string {
  return minutes === null ? '' : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

/** A labelled block of text; nothing when there is nothing to say. */
export function block(label: string, text: string): string[] {
  return text === '' ? [] : [`【${label}】`, ...text.split(/\r?\n/).map((line) => `  ${line}`)];
}
