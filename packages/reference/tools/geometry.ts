import { z } from 'zod';

export type Point = readonly [longitude: number, latitude: number];
export type Polygon = readonly (readonly Point[])[];
export interface Area {
  readonly code: string;
  readonly polygons: readonly Polygon[];
}

const indexes = z.array(z.number());
const properties = z.object({ c: z.string() });
const topology = z.object({
  transform: z.object({ scale: z.tuple([z.number(), z.number()]), translate: z.tuple([z.number(), z.number()]) }),
  arcs: z.array(z.array(z.array(z.number()))),
  objects: z.record(
    z.string(),
    z.object({
      geometries: z.array(
        z.union([
          z.object({ type: z.literal('Polygon'), arcs: z.array(indexes), properties }),
          z.object({ type: z.literal('MultiPolygon'), arcs: z.array(z.array(indexes)), properties }),
        ]),
      ),
    }),
  ),
});

/** The areas of a TopoJSON file (arcs are deltas on a grid; a negative index is an arc read backwards). */
export function readTopology(text: string): Area[] {
  const { transform, arcs, objects } = topology.parse(JSON.parse(text));
  const points = arcs.map((arc) => {
    let [x, y] = [0, 0];
    return arc.map(([dx = 0, dy = 0]): Point => {
      x += dx;
      y += dy;
      return [x * transform.scale[0] + transform.translate[0], y * transform.scale[1] + transform.translate[1]];
    });
  });
  const ring = (ids: readonly number[]) =>
    ids.flatMap((id, at) => {
      const arc = id < 0 ? (points[~id] ?? []).toReversed() : (points[id] ?? []);
      return at === 0 ? arc : arc.slice(1);
    });
  const [first] = Object.values(objects);
  return (first?.geometries ?? []).map((geometry) => ({
    code: geometry.properties.c,
    polygons: (geometry.type === 'Polygon' ? [geometry.arcs] : geometry.arcs).map((rings) => rings.map(ring)),
  }));
}

/** How degrees become units on paper: equirectangular, true at the middle latitude. */
export interface Paper {
  readonly width: number;
  readonly height: number;
  place(point: Point): Point;
}

export function placeOnPaper(areas: readonly Area[], width: number): Paper {
  const points = areas.flatMap(({ polygons }) => polygons.flatMap((polygon) => polygon.flat()));
  const extent = (of: readonly number[]) =>
    of.reduce(([low, high], one) => [Math.min(low, one), Math.max(high, one)] as const, [Infinity, -Infinity] as const);
  const [west, east] = extent(points.map(([longitude]) => longitude));
  const [south, north] = extent(points.map(([, latitude]) => latitude));
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = width / ((east - west) * squeeze);
  return {
    width,
    height: Math.ceil((north - south) * scale),
    place: ([longitude, latitude]) => [(longitude - west) * squeeze * scale, (north - latitude) * scale],
  };
}

const areaOf = (ring: readonly Point[]) =>
  Math.abs(
    ring.reduce((sum, [x, y], at) => {
      const [nx, ny] = ring[(at + 1) % ring.length] ?? [x, y];
      return sum + x * ny - nx * y;
    }, 0),
  ) / 2;

/** The areas as lines `code,SVG path` below the paper's size; islands of less than `smallest` square units go, unless an area has no other. */
export function drawAreas(areas: readonly Area[], paper: Paper, smallest: number): string {
  const lines = areas.map(({ code, polygons }) => {
    const outlines = polygons
      .flatMap((polygon) => polygon.slice(0, 1))
      .map((ring) => ring.map(paper.place))
      .sort((a, b) => areaOf(b) - areaOf(a));
    const kept = outlines.filter((ring, at) => at === 0 || areaOf(ring) >= smallest);
    return `${code},${kept.map(pathOf).join('')}\n`;
  });
  return `paper,${paper.width} ${paper.height}\n${lines.join('')}`;
}

/** Points fall on a grid of whole units, neighbours' alike, so that no gap opens between them. */
function pathOf(ring: readonly Point[]): string {
  const grid = ring.map(([x, y]) => [Math.round(x), Math.round(y)] as const);
  const steps = grid.slice(1).flatMap(([x, y], at) => {
    const [bx, by] = grid[at] ?? [x, y];
    return x === bx && y === by ? [] : [`${x - bx} ${y - by}`];
  });
  return `M${grid[0]?.join(' ')}l${steps.join(' ').replaceAll(' -', '-')}z`;
}
