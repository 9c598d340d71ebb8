import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ROOMS } from './arrows.js';
import { arrowViolations } from './check-arrows.js';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'musubi-arrows-'));
  for (const folder of ['packages', 'tools', 'test', 'bench', 'demo']) mkdirSync(join(root, folder));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(file: string, source: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), source);
}

describe('the arrows between rooms', () => {
  it('refuse an import against the table and say why', () => {
    write('packages/standard/src/index.ts', "import { startHub } from '@musubi/hub';\nstartHub();\n");
    expect(arrowViolations(root)).toEqual([expect.stringContaining('the file standard is pure')]);
  });

  it('allow what the table lists', () => {
    write('packages/client/src/index.ts', "import { ROUTES } from '@musubi/contract';\nROUTES;\n");
    expect(arrowViolations(root)).toEqual([]);
  });

  it('refuse reaching into another domain of the hub past its index', () => {
    write('packages/hub/src/offices/tables.ts', 'export const a = 1;\n');
    write('packages/hub/src/people/add-person.ts', "import { a } from '../offices/tables.js';\na;\n");
    expect(arrowViolations(root)).toEqual([expect.stringContaining('through its index.ts only')]);
  });

  it('refuse the hub outside the hub commands of the CLI', () => {
    write('packages/cli/src/commands/check.ts', "const hub = await import('@musubi/hub');\nhub;\n");
    write('packages/cli/src/commands/hub/start.ts', "const hub = await import('@musubi/hub');\nhub;\n");
    expect(arrowViolations(root)).toEqual([expect.stringContaining('commands/check.ts')]);
  });

  it('refuse a cycle between files but not between types', () => {
    write('packages/standard/src/a.ts', "import { b } from './b.js';\nexport const a = () => b;\n");
    write('packages/standard/src/b.ts', "import { a } from './a.js';\nexport const b = () => a;\n");
    write('packages/standard/src/c.ts', "import type { D } from './d.js';\nexport type C = D;\n");
    write('packages/standard/src/d.ts', "import { c } from './c.js';\nexport type D = typeof c;\n");
    expect(arrowViolations(root)).toEqual([expect.stringContaining('a.ts → packages/standard/src/b.ts')]);
  });

  it('are told in ARCHITECTURE.md as the table has them', () => {
    const page = readFileSync(new URL('../ARCHITECTURE.md', import.meta.url), 'utf8');
    for (const [room, { mayImport }] of Object.entries(ROOMS)) {
      expect(page).toContain(`| ${room} | ${mayImport.join(', ') || 'nothing'}`);
    }
  });
});
