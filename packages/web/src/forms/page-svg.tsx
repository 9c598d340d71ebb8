import { BOLD, type FormPage, type ImageItem, type PageItem, type TextItem } from '@musubi/forms';
import { memo, type ReactNode, useEffect, useRef, useState } from 'react';
import type { Printed } from './values.js';

const at = (length: number) => Math.round(length * 1000) / 1000;

/** A page of a form. Its texts keep the lengths of the layout whatever font the browser has. */
export const PageSvg = memo(function PageSvg({
  page,
  label,
  chosen = null,
}: {
  page: FormPage;
  label: string;
  /** The value whose origin is shown. */
  chosen?: Printed | null;
}): ReactNode {
  return (
    <svg className="form-svg" viewBox={`0 0 ${page.width} ${page.height}`} role="group" aria-label={label}>
      {page.items.map((item, index) => (
        <Item key={index} item={item} />
      ))}
      {chosen && <Mark printed={chosen} />}
    </svg>
  );
});

const MARK_ROOM = 0.6;

function Mark({ printed }: { printed: Printed }): ReactNode {
  const { x, y, width, height } = printed;
  const mark = useRef<SVGRectElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another value is another place to scroll to
  useEffect(() => {
    mark.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' }); // gives a promise in newer browsers
  }, [printed]);
  return (
    <rect
      ref={mark}
      className="form-mark"
      x={at(x - MARK_ROOM)}
      y={at(y - MARK_ROOM)}
      width={at(width + 2 * MARK_ROOM)}
      height={at(height + 2 * MARK_ROOM)}
      rx={0.6}
    />
  );
}

const Item = memo(function Item({ item }: { item: PageItem }): ReactNode {
  switch (item.type) {
    case 'line':
      return (
        <path
          d={`M${at(item.x1)} ${at(item.y1)}L${at(item.x2)} ${at(item.y2)}`}
          stroke="#000"
          strokeWidth={item.width}
        />
      );
    case 'rect': {
      const { x, y, width, height, fill, stroke, radius } = item;
      const part = Math.round((fill ?? 0) * 255);
      const paint = fill === null ? 'none' : `rgb(${part},${part},${part})`;
      const outline = stroke === null ? {} : { stroke: '#000', strokeWidth: stroke };
      return (
        <rect x={at(x)} y={at(y)} width={at(width)} height={at(height)} rx={at(radius)} fill={paint} {...outline} />
      );
    }
    case 'text':
      return <Text item={item} />;
    case 'image':
      return <Picture item={item} />;
  }
});

function Text({ item: { x, y, width, size, bold, text } }: { item: TextItem }): ReactNode {
  const weight = bold ? { stroke: '#000', strokeWidth: at(size * BOLD) } : {};
  return (
    <text x={at(x)} y={at(y)} fontSize={at(size)} textLength={at(width)} lengthAdjust="spacingAndGlyphs" {...weight}>
      {text}
    </text>
  );
}

function Picture({ item: { x, y, width, height, bytes } }: { item: ImageItem }): ReactNode {
  const [url, setUrl] = useState('');
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [bytes]);
  return url ? <image x={at(x)} y={at(y)} width={at(width)} height={at(height)} href={url} /> : null;
}
