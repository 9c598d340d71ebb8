import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Queries } from '../platform/database.js';
import { type Checkpoint, readCheckpoint } from './checkpoints.js';
import { CHAINED_FIELDS, type ChainedRow } from './rows.js';

/** Lines of a copy: rows, each group of them followed by the statement that seals it. */
const line = z.union([
  z.object({
    position: z.int(),
    auditId: z.int(),
    fields: z.array(z.string().nullable()),
    authentic: z.string().nullable(),
  }),
  z.object({ checkpoint: z.string(), signature: z.string() }),
]);

export interface Copied {
  readonly rows: readonly ChainedRow[];
  readonly checkpoints: readonly Checkpoint[];
}

/**
 * Reads lines of copies, or of a log that has the checkpoints among other things; other lines count for nothing.
 * After a power cut a group may stand there twice: a line that says the same again is one line.
 */
export function readCopy(text: string): Copied {
  const rows: ChainedRow[] = [];
  const checkpoints: Checkpoint[] = [];
  for (const one of new Set(text.split('\n'))) {
    const read = line.safeParse(jsonOf(one));
    if (!read.success) continue;
    if ('position' in read.data) {
      const { authentic } = read.data;
      rows.push({ ...read.data, authentic: authentic === null ? null : Buffer.from(authentic, 'hex') });
      continue;
    }
    const checkpoint = readCheckpoint(read.data.checkpoint, Buffer.from(read.data.signature, 'base64'));
    if (checkpoint) checkpoints.push(checkpoint);
  }
  return { rows, checkpoints };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // a line that a power cut left half written, or of another program
  }
}

const NAME = /^audit-\d{4}-\d{2}\.jsonl$/;

/** Reads a copy's folder, or one file of statements. */
export function readCopiesAt(path: string): Copied {
  const files = statSync(path).isDirectory() ? copyFiles(path) : [path];
  return readCopy(files.map((file) => readFileSync(file, 'utf8')).join('\n'));
}

/** Files of a copy, oldest first. */
const copyFiles = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => NAME.test(name))
    .sort()
    .map((name) => join(folder, name));

/**
 * Brings the copy up to the last checkpoint: what is missing is added at the end, nothing is ever written again. A folder
 * that was away catches up when it is there again. Each group is on its disk before the next begins.
 */
export async function appendCopy(queries: Queries, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const done = await sizeOf(folder);
  const missing = await queries.query<{ size: number; statement: string; signature: Buffer; before: number }>(
    `select size, statement, signature, coalesce(before, 0) as before from (
       select *, lag(size) over (order by size) as before from audit_checkpoints) c where size > $1 order by size`,
    [done],
  );
  for (const { size, statement, signature, before } of missing) {
    const rows = await queries.query<Omit<ChainedRow, 'authentic'> & { authentic: string | null }>(
      `select l.position, l.audit_id as "auditId", ${CHAINED_FIELDS} as fields, encode(a.authentic, 'hex') as authentic
         from audit_leaves l join audit_log a using (audit_id) where l.position > $1 and l.position <= $2 order by 1`,
      [before, size],
    );
    const sealed = { checkpoint: statement, signature: signature.toString('base64') };
    const month = readCheckpoint(statement, signature)?.statement.at.slice(0, 7) ?? '0000-00';
    await appendLines(join(folder, `audit-${month}.jsonl`), [...rows, sealed]);
  }
}

async function appendLines(path: string, lines: readonly object[]): Promise<void> {
  const file = await open(path, 'a+', 0o600);
  try {
    const { size } = await file.stat();
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1));
    // A line that a power cut left without its end gets one: what follows is whole again.
    const gap = size > 0 && buffer.toString() !== '\n' ? '\n' : '';
    await file.write(gap + lines.map((one) => `${JSON.stringify(one)}\n`).join(''));
    await file.sync();
  } finally {
    await file.close();
  }
}

const TAIL = 65_536;

/** Returns how far a copy goes: -1 where it has no checkpoint yet. The last one stands at the end of the newest file that has any. */
async function sizeOf(folder: string): Promise<number> {
  for (const path of copyFiles(folder).reverse()) {
    for (const text of [await endOf(path), readFileSync(path, 'utf8')]) {
      const last = readCopy(text).checkpoints.at(-1);
      if (last) return last.statement.size;
    }
  }
  return -1;
}

async function endOf(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(TAIL), 0, TAIL, Math.max(0, size - TAIL));
    return buffer.subarray(0, bytesRead).toString('utf8');
  } finally {
    await file.close();
  }
}
