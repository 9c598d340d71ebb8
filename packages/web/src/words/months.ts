const two = (value: number) => String(value).padStart(2, '0');

/** The months offices work on today, YYYYMM, the likelier one first: until the 10th last month is billed. */
export function workingMonths(now = new Date()): string[] {
  const first = now.getDate() <= 10 ? -1 : 0;
  return [shift(now, first), shift(now, first - 1)];
}

function shift(now: Date, months: number): string {
  const moved = new Date(now.getFullYear(), now.getMonth() + months, 1);
  return `${moved.getFullYear()}${two(moved.getMonth() + 1)}`;
}

/** 202610 → 202609 */
export function monthBefore(month: string): string {
  return shift(new Date(Number(month.slice(0, 4)), Number(month.slice(4, 6)) - 1, 1), -1);
}

/** Two months ahead to a year back, newest first. */
export function recentMonths(now = new Date()): string[] {
  return Array.from({ length: 15 }, (_, at) => shift(now, 2 - at));
}

/** The month whose schedules are made now: next month. */
export function monthToPlan(now = new Date()): string {
  return shift(now, 1);
}
