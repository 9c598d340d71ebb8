/**
 * Everything this command writes goes through here: control characters (but the line ends of our own sentences) and marks
 * that turn the direction of writing reach no terminal. They are written as in JSON, so that JSON stays what it was.
 */
function visible(text: string): string {
  return text.replace(UNSEEN, escaped);
}

const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this looks for
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** A value from a file or from outside as part of one line: its line ends are written out as well. */
export function oneLine(value: string | number): string {
  return visible(String(value)).replaceAll('\n', '\\u000a');
}

/** Template tag for sentences about what others wrote: no value can begin a line of its own. */
export function line(texts: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  return texts.reduce((all, text, at) => `${all}${oneLine(values[at - 1] ?? '')}${text}`);
}

/** Results go to stdout, everything said about the work to stderr. */
export function print(text: string): void {
  process.stdout.write(`${visible(text)}\n`);
}

export function say(text: string): void {
  process.stderr.write(`${visible(text)}\n`);
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

/** Asks for one line; only where there is a terminal. */
export async function ask(question: string): Promise<string> {
  const { createInterface } = await import('node:readline/promises');
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await lines.question(`${question}: `)).trim();
  } finally {
    lines.close();
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
