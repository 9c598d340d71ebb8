import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Forms of secrets that must not stand in a file of the repository. Names of example domains are nobody's. */
const FORMS: readonly (readonly [string, RegExp])[] = [
  ['a private key', /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s*[A-Za-z0-9+/]{20}/],
  ['a key of AWS', /\bAKIA[0-9A-Z]{16}\b/],
  ['a token of GitHub', /\bgh[pousr]_[A-Za-z0-9]{30}/],
  ['a token of npm', /\bnpm_[A-Za-z0-9]{36}\b/],
  ['a token of Slack', /\bxox[abprs]-[A-Za-z0-9-]{10}/],
  ['a key of Google', /\bAIza[0-9A-Za-z_-]{35}\b/],
  [
    'a password in an address',
    /\b(?:postgres(?:ql)?|smtps?|https?|redis|amqps?):\/\/[^\s:/@'"`]+:[^\s:/@'"`$]+@(?!(?:[\w-]+\.)*(?:example\.(?:jp|com)|localhost|mail)\b)[\w.-]+/,
  ],
];

/** Files that hold keys by their nature; fixtures are of nobody. */
const KEY_FILES = /\.(?:p12|pfx|jks|key|env)$/;
const FIXTURES = /^test\/fixtures\//;
const LARGE = 2_000_000;

/** The secret in a text, by its name; null when there is none. */
export const secretIn = (text: string): string | null => FORMS.find(([, form]) => form.test(text))?.[0] ?? null;

/** Files of the repository with secrets in them: committed ones, and new ones that git does not ignore. */
export function secretViolations(root: string): string[] {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const names = execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 })
    .split('\0')
    .filter(Boolean);
  return names
    .filter((name) => !FIXTURES.test(name))
    .flatMap((name) => {
      if (KEY_FILES.test(name)) return [`${name}: a file of keys`];
      const text = textOf(join(root, name));
      const found = text && secretIn(text);
      return found ? [`${name}: ${found}`] : [];
    });
}

/** Null for what is not text, too large to have been typed, or just deleted. */
function textOf(path: string): string | null {
  try {
    const bytes = readFileSync(path);
    return bytes.length > LARGE || bytes.subarray(0, 8000).includes(0) ? null : bytes.toString('utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EISDIR')) return null;
    throw error;
  }
}
