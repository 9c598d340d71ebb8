import type { FormPage, Source } from '@musubi/forms';

/** A printed value with its box on the page in millimetres; text null where a masked print hides it. */
export interface Printed {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly text: string | null;
  readonly sources: readonly Source[];
}

/** Baselines that differ by less are one line. */
const SAME_LINE = 1;

/** The values of a page that come from files, in reading order. */
export function valuesOf({ items }: FormPage): Printed[] {
  const values = items.flatMap((item): Printed[] => {
    if (item.type === 'line' || item.sources.length === 0) return [];
    const { x, width, sources } = item;
    if (item.type === 'text')
      return [{ x, y: item.y - item.size * 0.9, width, height: item.size * 1.1, text: item.text, sources }];
    return [{ x, y: item.y, width, height: item.height, text: null, sources }];
  });
  return values.sort((a, b) => (Math.abs(a.y - b.y) < SAME_LINE ? a.x - b.x : a.y - b.y));
}

const centre = ({ x, y, width, height }: Printed) => ({ x: x + width / 2, y: y + height / 2 });

/** Further than this from a value, in millimetres, a click means none. */
const REACH = 4;

/** The value at a point of the page, or the one nearest to it. */
export function valueAt(values: readonly Printed[], x: number, y: number): number | null {
  const far = (value: Printed) =>
    Math.hypot(
      Math.max(value.x - x, 0, x - value.x - value.width),
      Math.max(value.y - y, 0, y - value.y - value.height),
    );
  const [nearest] = values.map((value, at) => ({ at, far: far(value) })).sort((a, b) => a.far - b.far);
  return nearest && nearest.far <= REACH ? nearest.at : null;
}

export type Step = 'next' | 'previous' | 'up' | 'down';

/** Where a step leads from a value; null when it leaves the page. Sideways steps count as much less than up and down. */
export function stepFrom(values: readonly Printed[], from: number, step: Step): number | null {
  if (step === 'next') return from + 1 < values.length ? from + 1 : null;
  if (step === 'previous') return from > 0 ? from - 1 : null;
  const own = values[from];
  if (!own) return null;
  const start = centre(own);
  const sign = step === 'down' ? 1 : -1;
  const [nearest] = values
    .map((value, at) => ({ at, down: (centre(value).y - start.y) * sign, aside: Math.abs(centre(value).x - start.x) }))
    .filter(({ down }) => down > SAME_LINE)
    .sort((a, b) => a.down + a.aside - b.down - b.aside);
  return nearest?.at ?? null;
}
