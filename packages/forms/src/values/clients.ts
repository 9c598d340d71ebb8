export interface ClientNumbers {
  readonly insurerNumber: string;
  readonly insuredNumber: string;
}

/** Records grouped by a key, keeping their order. */
export function groupBy<T>(items: Iterable<T>, keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

export function clientKey({ insurerNumber, insuredNumber }: ClientNumbers): string {
  return `${insurerNumber} ${insuredNumber}`;
}
