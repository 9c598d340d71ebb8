import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef } from 'react';

/**
 * A list of which only the visible rows exist, for lists of any length. `rows` is what is loaded; reaching their end
 * asks for more. Rows are a grid by ARIA, so that screen readers tell how many there are.
 */
export function VirtualList<T>({
  label,
  rows,
  total,
  estimate,
  head,
  keyOf,
  row,
  onEnd,
}: {
  label: string;
  rows: readonly T[];
  /** How many there are in all, null while more may follow. */
  total: number | null;
  /** Height of a row in pixels before it is measured. */
  estimate: number;
  head: ReactNode;
  keyOf: (row: T) => string;
  row: (row: T, index: number) => ReactNode;
  onEnd: () => void;
}): ReactNode {
  const frame = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => estimate,
    overscan: 8,
    getItemKey: (index) => {
      const item = rows[index];
      return item === undefined ? index : keyOf(item);
    },
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const atEnd = useRef(onEnd);
  atEnd.current = onEnd;
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - 20) atEnd.current();
  }, [last, rows.length]);
  return (
    <div ref={frame} className="list" role="table" aria-label={label} aria-rowcount={total ?? -1} tabIndex={0}>
      <div role="rowgroup" className="list-head">
        {head}
      </div>
      <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {items.map(({ key, index, start }) => {
          const item = rows[index];
          return item === undefined ? null : (
            <div
              key={key}
              role="presentation"
              data-index={index}
              ref={virtual.measureElement}
              className="list-place"
              style={{ transform: `translateY(${start}px)` }}
            >
              {row(item, index)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
