/** The day of the form begins and ends at four in the morning. */
export const DAY_BEGINS = 4 * 60;
export const DAY_LENGTH = 24 * 60;
/** What has no length (起床 6:00), or none that says something, is drawn as this long. */
const SHORTEST = 40;

/** A stretch of the form's day in minutes from four o'clock, with its lane beside others of the same time. */
export interface Stretch<T> {
  readonly entry: T;
  readonly from: number;
  readonly until: number;
  lane: number;
  lanes: number;
}

/** The stretches of a time from start to end, which may pass midnight or four o'clock. */
export function stretches<T>(entry: T, start: number, end: number): Stretch<T>[] {
  const from = (start - DAY_BEGINS + DAY_LENGTH) % DAY_LENGTH;
  const long = (end - start + DAY_LENGTH) % DAY_LENGTH || (end > start ? DAY_LENGTH : SHORTEST);
  const until = from + Math.max(long, SHORTEST);
  const first = { entry, from, until: Math.min(until, DAY_LENGTH), lane: 0, lanes: 1 };
  return until > DAY_LENGTH ? [first, { entry, from: 0, until: until - DAY_LENGTH, lane: 0, lanes: 1 }] : [first];
}

/** Puts stretches that overlap side by side. */
export function inLanes<T>(all: readonly Stretch<T>[]): Stretch<T>[] {
  const sorted = [...all].sort((a, b) => a.from - b.from);
  let group: Stretch<T>[] = [];
  let groupEnds = 0;
  const close = () => {
    const lanes = Math.max(0, ...group.map(({ lane }) => lane)) + 1;
    for (const one of group) one.lanes = lanes;
    group = [];
  };
  for (const stretch of sorted) {
    if (stretch.from >= groupEnds) close();
    const taken = new Set(group.filter(({ until }) => until > stretch.from).map(({ lane }) => lane));
    while (taken.has(stretch.lane)) stretch.lane++;
    group.push(stretch);
    groupEnds = Math.max(groupEnds, stretch.until);
  }
  close();
  return sorted;
}
