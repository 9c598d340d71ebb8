import type { Piece } from '../layout/piece.js';
import type { Row } from '../layout/sheet.js';
import { PAD } from '../layout/style.js';
import type { FormContext } from './context.js';
import { labelCell } from './parts.js';

const HEIGHT = 60;

/** 家族構成 with the picture that the record names; the name alone where the unit does not bring it, and no row without. */
export function pictureRow(context: FormContext, name: Piece, labelWidth: number, width: number): Row[] {
  if (name.text === '' && name.look !== 'bar') return [];
  const picture = context.client.pictures.find((one) => one.name === name.text);
  const size = picture && jpegSize(picture.bytes);
  const isShown = picture && size && name.look !== 'bar';
  return [
    {
      cells: [labelCell(labelWidth, '家族構成', { align: 'center' }), { width, content: [name], size: 6.5 }],
      minHeight: isShown ? HEIGHT : 8,
      ...(isShown
        ? {
            paint(canvas, x, y) {
              const scale = Math.min((width - 2 * PAD) / size.width, (HEIGHT - 6 * PAD) / size.height);
              const drawn = { width: size.width * scale, height: size.height * scale };
              const left = x + labelWidth + (width - drawn.width) / 2;
              canvas.image(left, y + 5 * PAD, drawn.width, drawn.height, picture.bytes, name.sources);
            },
          }
        : {}),
    },
  ];
}

/** The size of a JPEG in its pixels, from its frame header; null when there is none. */
export function jpegSize(bytes: Uint8Array): { readonly width: number; readonly height: number } | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4 || view.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; at + 9 < bytes.length; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint16(at);
    if (marker < 0xff00) return null;
    const isFrame = marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker);
    const size = { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    if (isFrame) return size.height > 0 && size.width > 0 ? size : null;
  }
  return null;
}
