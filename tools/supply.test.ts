import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { secretIn, secretViolations } from './secrets.js';
import { billOfMaterials, supplyViolations } from './supply.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = mkdtempSync(join(tmpdir(), 'musubi-supply-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('R45: what we ship and build with', () => {
  it('has licences we may ship, digests and pinned versions', () => {
    expect(supplyViolations(root)).toEqual([]);
  });

  it('is refused with another licence, without digest, not pinned, or with a script nobody allowed', () => {
    const packages = {
      'packages/x': { version: '1.0.0' },
      'node_modules/closed': { version: '1.0.0', license: 'SEE LICENSE', integrity: 'sha512-x' },
      'node_modules/copyleft': { version: '1.0.0', license: 'GPL-3.0', integrity: 'sha512-x' },
      'node_modules/choice': { version: '1.0.0', license: '(GPL-2.0 OR MIT)', integrity: 'sha512-x' },
      'node_modules/bare': { version: '1.0.0', license: 'MIT' },
      'node_modules/runs': { version: '1.0.0', license: 'MIT', integrity: 'sha512-x', hasInstallScript: true },
    };
    mkdirSync(join(folder, 'packages', 'x'), { recursive: true });
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages }));
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'a', version: '1.0.0' }));
    const loose = { name: 'x', version: '1.0.0', dependencies: { closed: '^1.0.0' } };
    writeFileSync(join(folder, 'packages', 'x', 'package.json'), JSON.stringify(loose));
    expect(supplyViolations(folder).map((line) => line.split(':')[0])).toEqual([
      'node_modules/closed',
      'node_modules/copyleft',
      'node_modules/bare',
      'node_modules/runs',
      'packages/x/package.json',
    ]);
  });

  it('is listed as CycloneDX with a digest for each package', () => {
    const bill = JSON.stringify(billOfMaterials(root));
    const names = Object.keys(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages);
    expect(bill).toContain('"bomFormat":"CycloneDX"');
    expect(bill.match(/"purl":"pkg:npm/g)?.length).toBeGreaterThan(names.length / 2);
    expect(bill).not.toContain('"hashes":[]');
  });
});

describe('R45: secrets in files', () => {
  it('there are none in the repository', () => {
    expect(secretViolations(root)).toEqual([]);
  });

  it.each([
    ['a private key', ['-----BEGIN PRIVATE', ' KEY-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49'].join('')],
    ['a token of GitHub', ['ghp', '_0123456789abcdefghijklmnopqrstuvwxyz'].join('')],
    ['a password in an address', ['postgres://musubi:hon', 'mono@db.kaigo.jp/musubi'].join('')],
  ])('%s is found', (what, text) => {
    expect(secretIn(`const x = '${text}';`)).toBe(what);
  });
});
