import { BOLD, type FormPage, type PageItem } from './page.js';

/** A page as SVG text: for files and tests. Screens draw the same items themselves, so that values can be pointed at. */
export function toSvg({ width, height, items }: FormPage): string {
  const size = `viewBox="0 0 ${width} ${height}" width="${width}mm" height="${height}mm"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="'Noto Sans JP', sans-serif">${items.map(itemSvg).join('')}</svg>`;
}

function itemSvg(item: PageItem): string {
  switch (item.type) {
    case 'line':
      return `<path d="M${at(item.x1)} ${at(item.y1)}L${at(item.x2)} ${at(item.y2)}" stroke="#000" stroke-width="${item.width}"/>`;
    case 'rect': {
      const { x, y, width, height, fill, stroke, radius } = item;
      const part = Math.round((fill ?? 0) * 255);
      const paint = fill === null ? 'none' : `rgb(${part},${part},${part})`;
      const outline = stroke === null ? '' : ` stroke="#000" stroke-width="${stroke}"`;
      return `<rect x="${at(x)}" y="${at(y)}" width="${at(width)}" height="${at(height)}" rx="${at(radius)}" fill="${paint}"${outline}/>`;
    }
    case 'text': {
      const { x, y, width, size, bold, text } = item;
      const weight = bold ? ` stroke="#000" stroke-width="${at(size * BOLD)}"` : '';
      const long = `textLength="${at(width)}" lengthAdjust="spacingAndGlyphs"`;
      return `<text x="${at(x)}" y="${at(y)}" font-size="${at(size)}" ${long} xml:space="preserve"${weight}>${escaped(text)}</text>`;
    }
    case 'image': {
      const { x, y, width, height, bytes } = item;
      const data = `data:image/jpeg;base64,${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))}`;
      return `<image x="${at(x)}" y="${at(y)}" width="${at(width)}" height="${at(height)}" href="${data}"/>`;
    }
  }
}

function at(length: number): string {
  return String(Math.round(length * 1000) / 1000);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
