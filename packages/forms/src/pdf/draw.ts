import { BOLD, type PageItem, type TextItem } from '../page.js';

export const POINTS_PER_MM = 72 / 25.4;
/** Draws an item of a page; `show` replaces characters that the font cannot draw. */
export function drawItem(pdf: PDFKit.PDFDocument, item: PageItem, show: (text: string) => string): void {
  switch (item.type) {
    case 'line':
      pdf.lineWidth(mm(item.width)).moveTo(mm(item.x1), mm(item.y1)).lineTo(mm(item.x2), mm(item.y2)).stroke('black');
      break;
    case 'rect': {
      const { x, y, width, height, fill, stroke, radius } = item;
      if (radius > 0) pdf.roundedRect(mm(x), mm(y), mm(width), mm(height), mm(radius));
      else pdf.rect(mm(x), mm(y), mm(width), mm(height));
      if (fill !== null) pdf.fill(grey(fill));
      else if (stroke !== null) pdf.lineWidth(mm(stroke)).stroke('black');
      break;
    }
    case 'text':
      drawText(pdf, item, show(item.text));
      break;
    case 'image': {
      const { x, y, width, height, bytes } = item;
      pdf.image(new Uint8Array(bytes).buffer, mm(x), mm(y), { width: mm(width), height: mm(height) });
      break;
    }
  }
}

function drawText(pdf: PDFKit.PDFDocument, { x, y, size, bold }: TextItem, text: string): void {
  pdf.fontSize(mm(size)).fillColor('black');
  if (bold) pdf.lineWidth(mm(size) * BOLD).strokeColor('black');
  pdf.text(text, mm(x), mm(y), { lineBreak: false, baseline: 'alphabetic', fill: true, stroke: bold });
}

function mm(length: number): number {
  return length * POINTS_PER_MM;
}

/** Three equal parts: pdfkit writes them as RGB, which the output intent (sRGB) describes. */
function grey(shade: number): [number, number, number] {
  const part = Math.round(shade * 255);
  return [part, part, part];
}
