import type { FormPage } from '@musubi/forms';
import { useQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
} from 'react';
import { Failure } from '../ui/failure.js';
import { PageSvg } from './page-svg.js';
import type { FormsAtHand } from './use-forms.js';
import type { Printed } from './values.js';

const GAP = 16;

export interface PageListHandle {
  /** Scrolls to a page of the document. */
  goTo(page: number): void;
}

/** Pages `from` to before `until`, of which only those near the view exist. */
export function PageList({
  forms,
  from,
  until,
  zoom,
  labelOf,
  chosen,
  handle,
  onView,
  onPoint,
  onKey,
}: {
  forms: FormsAtHand;
  from: number;
  until: number;
  /** 1 is as wide as the frame. */
  zoom: number;
  labelOf: (page: number) => string;
  chosen: { readonly page: number; readonly printed: Printed } | null;
  handle: Ref<PageListHandle>;
  /** The first page in view changed. */
  onView: (page: number) => void;
  /** Somebody clicked at a point of a page, in millimetres; null while pages are only read. */
  onPoint: ((page: number, drawn: FormPage, x: number, y: number) => void) | null;
  onKey: ((event: KeyboardEvent) => void) | null;
}): ReactNode {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame) * zoom;
  const heightOf = (at: number) => {
    const size = forms.sizes[from + at];
    return size ? (width * size.height) / size.width : 0;
  };
  const virtual = useVirtualizer({
    count: width > 0 ? until - from : 0,
    getScrollElement: () => frame.current,
    estimateSize: (at) => heightOf(at) + GAP,
    overscan: 1,
    getItemKey: (at) => `${forms.id} ${from + at}`,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: heights follow the width and the pages shown
  useEffect(() => virtual.measure(), [virtual, width, from, until, forms.id]);
  useImperativeHandle(handle, () => ({ goTo: (page) => virtual.scrollToIndex(page - from, { align: 'start' }) }), [
    virtual,
    from,
  ]);
  const items = virtual.getVirtualItems();
  const middle = (virtual.scrollOffset ?? 0) + (virtual.scrollRect?.height ?? 0) / 3;
  const inView = items.find(({ end }) => end > middle)?.index ?? 0;
  useEffect(() => onView(from + inView), [onView, from, inView]);
  return (
    <div
      ref={frame}
      className={onPoint ? 'form-pages form-pages-asking' : 'form-pages'}
      role="group"
      aria-label="帳票のページ"
      tabIndex={0}
      onKeyDown={onKey ?? undefined}
    >
      <div className="form-strip" style={{ height: virtual.getTotalSize(), width: width || undefined }}>
        {items.map(({ key, index, start }) => (
          <div
            key={key}
            className="form-place"
            style={{ transform: `translateY(${start}px)`, height: heightOf(index) }}
          >
            <LazyPage
              forms={forms}
              page={from + index}
              label={labelOf(from + index)}
              chosen={chosen?.page === from + index ? chosen.printed : null}
              onPoint={onPoint}
            />
          </div>
        ))}
      </div>
    </div>
  );
}

/** The page from the worker; drawn again from memory for half a minute. */
function LazyPage({
  forms,
  page,
  label,
  chosen,
  onPoint,
}: {
  forms: FormsAtHand;
  page: number;
  label: string;
  chosen: Printed | null;
  onPoint: ((page: number, drawn: FormPage, x: number, y: number) => void) | null;
}): ReactNode {
  const { data, error } = useQuery({
    queryKey: ['form-page', forms.id, page],
    queryFn: async () => (await forms.maker.pages(page, page + 1))[0] ?? null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 30_000,
  });
  if (error) return <Failure error={error} />;
  if (!data) return null;
  const point = (event: MouseEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const scale = data.width / box.width;
    onPoint?.(page, data, (event.clientX - box.left) * scale, (event.clientY - box.top) * scale);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the frame around it takes the arrow keys for the same
    // biome-ignore lint/a11y/useKeyWithClickEvents: as above
    <div onClick={onPoint ? point : undefined}>
      <PageSvg page={data} label={label} chosen={chosen} />
    </div>
  );
}

/** The inner width of an element in pixels, 0 before it is laid out. */
function useWidth(element: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const { current } = element;
    if (!current) return;
    const observer = new ResizeObserver(() => setWidth(current.clientWidth));
    observer.observe(current);
    setWidth(current.clientWidth);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
