/** One measured line: a name and how many units of work a second it did. */
export interface Measured {
  readonly name: string;
  readonly perSecond: number;
}

/**
 * Runs the candidates in turns, so that a slow moment of the machine meets all of them, and keeps each one's median.
 * `work` is how many units one run does.
 */
export async function compareInTurns(
  candidates: readonly { readonly name: string; run(): unknown }[],
  work: number,
  rounds = 7,
): Promise<Measured[]> {
  const times = candidates.map((): number[] => []);
  for (let round = -1; round < rounds; round++) {
    for (const [at, { run }] of candidates.entries()) {
      const started = performance.now();
      await run();
      if (round >= 0) times[at]?.push(performance.now() - started); // the first round warms up
    }
  }
  return candidates.map(({ name }, at) => ({ name, perSecond: (work / median(times[at] ?? [])) * 1000 }));
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** A Markdown table with each line's rate and its ratio to the named reference. */
export function ratioTable(lines: readonly Measured[], reference: string, unit: string): string {
  const base = lines.find(({ name }) => name === reference)?.perSecond ?? Number.NaN;
  const rows = lines.map(
    ({ name, perSecond }) =>
      `| ${name} | ${perSecond < 100 ? perSecond.toFixed(1) : Math.round(perSecond)} | ${(perSecond / base).toFixed(2)} |`,
  );
  return [`| | ${unit} | ratio to ${reference} |`, '| --- | ---: | ---: |', ...rows].join('\n');
}
