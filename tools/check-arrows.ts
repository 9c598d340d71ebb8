import { join, relative } from 'node:path';
import { ROOMS } from './arrows.js';
import { type Import, readImports, resolveRelative, roomOf } from './imports.js';
import { sourceFiles } from './source-files.js';

const TEST_FILE = /(\.test\.tsx?$)|(^test\/)|(^tools\/)|(^bench\/)|(^demo\/)|(\/testkit\/)/;

/** Sentences about every import that `ROOMS` does not allow, and about every cycle between files. */
export function arrowViolations(root: string): string[] {
  const files = sourceFiles(root);
  const importsByFile = new Map(files.map((file) => [file, readImports(file)]));
  return [
    ...files.flatMap((file) => forbiddenImports(root, file, importsByFile.get(file) ?? [])),
    ...findCycles(root, importsByFile),
  ];
}

function forbiddenImports(root: string, file: string, imports: readonly Import[]): string[] {
  const name = relative(root, file);
  const room = roomOf(file, root);
  if (!room) return [];
  return imports.flatMap((entry) => {
    const target = resolveRelative(file, entry.specifier);
    const targetRoom = target ? roomOf(target, root) : roomOf(entry.specifier, root);
    const reason = refusal(name, room, targetRoom, entry) ?? (target ? domainRefusal(root, file, target) : null);
    return reason ? [`${name}:${entry.line} imports ${entry.specifier}: ${reason}`] : [];
  });
}

function refusal(file: string, room: string, targetRoom: string | null, entry: Import): string | null {
  if (!targetRoom || targetRoom === room || !entry.specifier.startsWith('@musubi/')) {
    return entry.specifier.startsWith('.') && targetRoom && targetRoom !== room && !TEST_FILE.test(file)
      ? 'another room is imported by its package name, so that its exports stay its API'
      : null;
  }
  if (TEST_FILE.test(file)) return null;
  const rule = ROOMS[room];
  if (!rule) return `room ${room} is not in tools/arrows.ts`;
  if (!rule.mayImport.includes(targetRoom)) return rule.why;
  if (room === 'cli' && targetRoom === 'hub' && !file.includes('/commands/hub')) return rule.why;
  return null;
}

/** Inside the hub a domain reaches another through its index.ts only, and platform reaches none. */
function domainRefusal(root: string, file: string, target: string): string | null {
  const from = hubDomain(root, file);
  const to = hubDomain(root, target);
  if (!from || !to || from === to || TEST_FILE.test(relative(root, file))) return null;
  if (from === 'platform') return 'platform knows no domain';
  if (to !== 'platform' && !target.endsWith('/index.ts')) return 'a domain is reached through its index.ts only';
  return null;
}

function hubDomain(root: string, file: string): string | null {
  const parts = relative(join(root, 'packages/hub/src'), file).split('/');
  return parts.length > 1 && parts[0] !== '..' ? (parts[0] ?? null) : null;
}

function findCycles(root: string, importsByFile: ReadonlyMap<string, readonly Import[]>): string[] {
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file);
    if (start >= 0) {
      cycles.push(`cycle: ${[...path.slice(start), file].map((step) => relative(root, step)).join(' → ')}`);
      return;
    }
    if (done.has(file)) return;
    for (const entry of importsByFile.get(file) ?? []) {
      const target = entry.typeOnly || entry.dynamic ? null : resolveRelative(file, entry.specifier);
      if (target) visit(target, [...path, file]);
    }
    done.add(file);
  };
  for (const file of importsByFile.keys()) visit(file, []);
  return cycles;
}
