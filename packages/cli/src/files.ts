import { type Dirent, lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import {
  attachmentRemark,
  type DropCode,
  type Dropped,
  type DropRemark,
  type InputFile,
  takeDrop,
  type UnreadReason,
} from '@musubi/standard';
import { CommandError, say } from './terminal/output.js';

/** A file that was named or found but is not among those to work on. */
export interface SkippedFile {
  /** As given on the command line, or found below it; inside a ZIP `10月分.zip/メモ.txt`. */
  readonly path: string;
  readonly reason: DropCode;
  /** An error where nobody looked into what is or may hold care plan data: the command then ends with code 1. */
  readonly severity: 'error' | 'notice';
  readonly message: string;
  readonly remedy: string;
}

/** The input of a command. Every file that was named or found is in `files` or in `skipped`. */
export interface Inputs {
  readonly files: readonly InputFile[];
  readonly skipped: readonly SkippedFile[];
  /** The steps on the way to the files: ZIPs opened, copies of one file put together. */
  readonly notices: readonly DropRemark[];
}

/**
 * Files of the given paths, through the same intake as a drop in the browser: ZIPs are opened, contents count more than
 * names. What can't be read is skipped with its reason and stops nothing; only when no path is there at all, that is
 * wrong usage.
 */
export function readInputs(paths: readonly string[]): Inputs {
  const found: Dropped[] = [];
  const seen = new Set<string>();
  for (const path of paths) collect(path, found, seen);
  const [first] = paths;
  if (first !== undefined && paths.every((path) => isAbsent(path)))
    throw new CommandError(`「${first}」がありません。フォルダ名やファイル名を確かめてください。`, 2);
  const { standard, attachments, refused, notices } = takeDrop(found, inflate);
  return { files: standard, skipped: [...refused, ...attachments.map(attachmentRemark)].flatMap(oneByOne), notices };
}

/** Says on stderr what was opened or put together, and of every skipped file why. */
export function sayInputs({ skipped, notices }: Pick<Inputs, 'skipped' | 'notices'>): void {
  for (const { message } of notices) say(`・${message}`);
  for (const [at, { path, severity, message, remedy }] of skipped.entries()) {
    // A sentence about many files is said once, before their names.
    if (skipped[at - 1]?.message !== message) say(`${severity === 'error' ? '✕' : '・'} ${message}\n  → ${remedy}`);
    say(`    ${path}`);
  }
}

/** Whether something is or may be care plan data and nobody looked at it. */
export function hasUnread({ skipped }: Pick<Inputs, 'skipped'>): boolean {
  return skipped.some(({ severity }) => severity === 'error');
}

function oneByOne({ paths, reason, severity, message, remedy }: DropRemark): SkippedFile[] {
  return paths.map((path) => ({ path, reason, severity, message, remedy }));
}

/** No more than the announced size comes out, however far a ZIP bomb would grow. */
function inflate(data: Uint8Array, size: number): Uint8Array {
  return new Uint8Array(inflateRawSync(data, { maxOutputLength: size }));
}

/** A file larger than this is no month of care plan data, and no ZIP that would be opened. */
const MOST_BYTES = 200 * 1024 * 1024;

function collect(path: string, found: Dropped[], seen: Set<string>): void {
  try {
    const stats = statSync(path);
    if (stats.isDirectory()) collectFolder(path, found, seen);
    else if (!stats.isFile()) found.push({ path, unread: 'no-file' });
    else if (stats.size > MOST_BYTES) found.push({ path, unread: 'too-large' });
    else found.push({ path, bytes: new Uint8Array(readFileSync(path)) });
  } catch (error) {
    found.push({ path, unread: reasonOf(error) });
  }
}

/** A folder is read once, though links may lead to it again. Folders such as `.git` are the system's own. */
function collectFolder(folder: string, found: Dropped[], seen: Set<string>): void {
  const place = realpathSync(folder);
  if (seen.has(place)) return;
  seen.add(place);
  const isOurs = (entry: Dirent) => !(entry.isDirectory() && entry.name.startsWith('.'));
  const entries = readdirSync(folder, { withFileTypes: true }).filter(isOurs);
  for (const { name } of entries.sort((a, b) => a.name.localeCompare(b.name))) collect(join(folder, name), found, seen);
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error ? String(error.code) : null;
}

function reasonOf(error: unknown): UnreadReason {
  const code = codeOf(error);
  if (code === null) throw error;
  if (code === 'ENOENT' || code === 'ELOOP') return 'missing';
  if (code === 'EACCES' || code === 'EPERM') return 'denied';
  return code === 'ERR_FS_FILE_TOO_LARGE' ? 'too-large' : 'other';
}

/** Whether nothing of this name is there, not even a link to nowhere. */
function isAbsent(path: string): boolean {
  return !lstatSync(path, { throwIfNoEntry: false });
}
