import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { roomsOf, touchedRooms } from './touched.js';

describe('rooms that given files touch', () => {
  it('are their own and all that import them', () => {
    expect(roomsOf(['packages/client/src/index.ts'])).toEqual(['cli', 'client', 'testkit', 'web']);
    expect(roomsOf(['packages/evidence/src/bytes.ts'])).toContain('hub');
  });

  it('are all when tools, configuration or the testkit change, and none when only documents do', () => {
    for (const file of ['package-lock.json', 'vitest.config.ts', 'tools/arrows.ts', 'packages/testkit/src/hub.ts'])
      expect([file, roomsOf(['README.md', file])]).toEqual([file, null]);
    expect(roomsOf(['README.md', 'docs/decisions/0001.md', 'test/web/world.ts'])).toEqual([]);
  });
});

describe('a change', () => {
  let folder: string;
  const git = (...args: string[]) => {
    const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.jp', '-c', 'commit.gpgsign=false'];
    expect(spawnSync('git', [...identity, ...args], { cwd: folder }).status).toBe(0);
  };
  const write = (name: string) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), name);
  };
  const commit = (name: string) => {
    write(name);
    git('add', '-A');
    git('commit', '-q', '-m', name);
  };
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'musubi-touched-'));
    git('init', '-q', '-b', 'main');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is unknown before there is a second commit, so that everything runs', () => {
    commit('README.md');
    expect(touchedRooms(folder)).toBeNull();
  });

  it('is the last commit on main, and all commits and open files on a branch', () => {
    commit('packages/web/a.ts');
    expect(touchedRooms(folder)).toEqual(['web']);
    git('checkout', '-q', '-b', 'work');
    commit('packages/cli/a.ts');
    commit('docs/a.md');
    expect(touchedRooms(folder)).toEqual(['cli']);
    write('packages/hub/利用者.ts');
    expect(touchedRooms(folder)).toEqual(['cli', 'hub', 'testkit']);
  });

  it('is unknown outside of git', () => {
    const plain = mkdtempSync(join(tmpdir(), 'musubi-plain-'));
    try {
      expect(touchedRooms(plain)).toBeNull();
    } finally {
      rmSync(plain, { recursive: true, force: true });
    }
  });
});
