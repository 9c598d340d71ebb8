/** True in `npm run test:long`, which tries everything; `npm test` tries a part of it. */
const isLong = process.env.MUSUBI_FUZZ === 'full';

/** Counts the mutations that this run tries: all in a long run, a tenth else. Pure: tests of every room may ask. */
export const fuzzRuns = (full: number): number => (isLong ? full : Math.ceil(full / 10));
