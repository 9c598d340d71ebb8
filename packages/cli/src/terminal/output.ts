/** Results go to stdout, everything said about the work to stderr. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Wrong usage or a refusal that the person can mend: printed without a stack trace. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  constructor(
    message: string,
    /** 1: the work failed; 2: the command was used wrongly. */
    readonly exitCode: 1 | 2 = 1,
  ) {
    super(message);
  }
}

/** Asks for a secret without showing it; only where there is a terminal. */
export async function askSecret(question: string, environment: string): Promise<string> {
  const given = process.env[environment];
  if (given !== undefined) return given;
  if (!process.stdin.isTTY)
    throw new CommandError(`${question}を入力できません。環境変数 ${environment} で渡してください。`, 2);
  const { createInterface } = await import('node:readline/promises');
  const { Writable } = await import('node:stream');
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  process.stderr.write(`${question}: `);
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return await lines.question('');
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}

/** 202610 → 2026年10月. */
export function monthText(month: string | null): string {
  return month ? `${month.slice(0, 4)}年${Number(month.slice(4, 6))}月` : '';
}

/** An instant in Japanese time, e.g. 2026/10/01 18:00. */
export function timeText(instant: string | null): string {
  if (!instant) return '';
  const format = new Intl.DateTimeFormat('ja-JP', { timeZone: 'Asia/Tokyo', dateStyle: 'short', timeStyle: 'short' });
  return format.format(new Date(instant));
}

/** A day in Japanese time, e.g. 2026/10/01. */
export function dateText(instant: Date): string {
  return new Intl.DateTimeFormat('ja-JP', { timeZone: 'Asia/Tokyo', dateStyle: 'short' }).format(instant);
}

/** Today in Japan as the standard writes days: YYYYMMDD. */
export function todayInJapan(now = new Date()): string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: 'Asia/Tokyo',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return format.format(now).replaceAll('-', '');
}
