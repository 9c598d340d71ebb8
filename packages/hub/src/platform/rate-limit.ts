import { Problem } from './problem.js';

const HOUR_MS = 60 * 60 * 1000;
/** More sources than this in an hour are an attack; the oldest are forgotten, memory stays bounded. */
const MAX_SOURCES = 10_000;

/**
 * Counts calls by source in this process's memory, so that no address of a person is stored. Throws
 * MSB-REQUEST-TOO-MANY for the call after `perHour` within an hour.
 */
export function createRateLimit(perHour: number, now: () => Date): (source: string) => void {
  const calls = new Map<string, number[]>();
  return (source) => {
    const at = now().getTime();
    const recent = (calls.get(source) ?? []).filter((one) => one > at - HOUR_MS);
    if (recent.length >= perHour) throw new Problem('MSB-REQUEST-TOO-MANY', { limit: perHour });
    calls.delete(source); // set again at the end: the map's order is by the last call
    calls.set(source, [...recent, at]);
    const [oldest] = calls.keys();
    if (calls.size > MAX_SOURCES && oldest !== undefined) calls.delete(oldest);
  };
}
