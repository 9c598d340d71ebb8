/** The one clock of a test: its hub, authorities, certificates and people all go by it. */
export interface TestClock {
  /** The milliseconds by which it is ahead of the machine's when nobody stops it. */
  readonly aheadMs: number;
  now(): Date;
  /** The moment the clock shows so many milliseconds from now when nobody stops it. */
  after(ms: number): Date;
  /** Stands still at a moment. */
  stopAt(moment: Date): void;
  /** Stands still so many milliseconds from now: what follows happens that much later. */
  stopIn(ms: number): void;
  /** Goes on as if it had never stood still. */
  run(): void;
}

/** A clock that runs with the machine's, or from a moment of the test's own. */
export function createClock(start?: Date): TestClock {
  const aheadMs = start ? start.getTime() - Date.now() : 0;
  let stopped: Date | null = null;
  const after = (ms: number) => new Date(Date.now() + aheadMs + ms);
  const stopAt = (moment: Date) => {
    stopped = moment;
  };
  return {
    aheadMs,
    now: () => stopped ?? after(0),
    after,
    stopAt,
    stopIn: (ms) => stopAt(after(ms)),
    run: () => {
      stopped = null;
    },
  };
}
