/** The time inside a UUIDv7, or null for other UUIDs. */
export function timeOfId(id: string): Date | null {
  return id[14] === '7' ? new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)) : null;
}

/** The partition of a transmission: the month (UTC) in which its id was made, as a date. */
export function bucketOf(id: string): string {
  return `${(timeOfId(id) ?? new Date(0)).toISOString().slice(0, 7)}-01`;
}
