const two = (value: number) => String(value).padStart(2, '0');

/** The month offices work on today, YYYYMM: until the 10th it is still last month's actuals (billing ends on the 10th). */
export function currentMonth(now = new Date()): string {
  return shift(now, now.getDate() <= 10 ? -1 : 0);
}

function shift(now: Date, months: number): string {
  const moved = new Date(now.getFullYear(), now.getMonth() + months, 1);
  return `${moved.getFullYear()}${two(moved.getMonth() + 1)}`;
}

/** Two months ahead to a year back, newest first. */
export function recentMonths(now = new Date()): string[] {
  return Array.from({ length: 15 }, (_, at) => shift(now, 2 - at));
}
