import type { ProfileReport } from './profile.js';

/** The report as text that a vendor can hand on. */
export function profileText({ conforms, patterns, others }: ProfileReport): string {
  const lines = patterns.flatMap(({ pattern, name, conforms: isGood, units }) => [
    `${isGood ? '○' : '✕'} ${pattern} ${name}: ${units.length === 0 ? 'データがありません' : isGood ? '適合' : '不適合'}`,
    ...units.flatMap((unit) => [
      `  ${unit.conforms ? '○' : '✕'} ${unit.title}`,
      ...unit.findings.flatMap(({ code, message, remedy }) => [`      ${code} ${message}`, `        → ${remedy}`]),
    ]),
  ]);
  const rest = others.map(({ title, reason }) => `－ ${title}: ${reason}`);
  return [...lines, ...rest, conforms ? '結果: 適合' : '結果: 不適合'].join('\n');
}

/** The words of findings stand in their messages already. */
export function profileJson(report: ProfileReport): string {
  return JSON.stringify(report, (key, value: unknown) => (key === 'words' ? undefined : value), 2);
}

/** Text for XML, without the control characters XML can't hold. */
function escapeXml(text: string): string {
  const clean = [...text].filter((character) => character >= ' ' || character === '\n' || character === '\t').join('');
  return clean.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** The report as JUnit XML: a suite per pattern, a case per unit. */
export function profileJunit({ patterns, others }: ProfileReport): string {
  const suites = patterns.map(({ pattern, name, units }) => {
    const cases = units.map(({ title, findings }) => {
      const failures = findings.map(
        ({ code, message, remedy }) =>
          `<failure type="${code}" message="${escapeXml(message)}">${escapeXml(remedy)}</failure>`,
      );
      return `    <testcase classname="${pattern}" name="${escapeXml(title)}">${failures.join('')}</testcase>`;
    });
    const missing =
      units.length === 0
        ? [
            `    <testcase classname="${pattern}" name="${escapeXml(name)}"><failure message="データがありません"/></testcase>`,
          ]
        : [];
    const failed = units.filter(({ conforms }) => !conforms).length + missing.length;
    return `  <testsuite name="${pattern} ${escapeXml(name)}" tests="${Math.max(1, units.length)}" failures="${failed}">\n${[...cases, ...missing].join('\n')}\n  </testsuite>`;
  });
  const skipped = others.map(
    ({ title, reason }) =>
      `    <testcase classname="other" name="${escapeXml(title)}"><skipped message="${escapeXml(reason)}"/></testcase>`,
  );
  const rest =
    skipped.length > 0
      ? [
          `  <testsuite name="other" tests="${skipped.length}" skipped="${skipped.length}">\n${skipped.join('\n')}\n  </testsuite>`,
        ]
      : [];
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${[...suites, ...rest].join('\n')}\n</testsuites>\n`;
}
