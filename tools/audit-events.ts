/** The catalogue of audit events (security.md R22): docs/audit-events.md. `npx tsx tools/audit-events.ts` writes it anew. */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AUDIT_ACTIONS } from '../packages/contract/src/audit-actions.js';
import { ACTIONS } from '../packages/web/src/words/audit.js';
import { sourceFiles } from './source-files.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const CATALOGUE = join(root, 'docs', 'audit-events.md');

export function catalogue(): string {
  return [
    '# 監査記録に残る操作',
    '',
    '連携基盤が監査記録（ログ）に残す操作の一覧です。画面と CSV では右の言葉で出ます。これ以外の操作は記録されません。',
    'このページは `npx tsx tools/audit-events.ts` が作り、テスト（`tools/audit-events.test.ts`）が、連携基盤が実際に書く操作と一致することを確かめます。',
    '',
    '| 操作 | 言葉 |',
    '| --- | --- |',
    ...AUDIT_ACTIONS.map((action) => `| \`${action}\` | ${ACTIONS[action]} |`),
    '',
  ].join('\n');
}

/** The catalogue's actions that no source of the hub writes; that it writes no other the compiler sees to. */
export function unwritten(): string[] {
  const texts = sourceFiles(root)
    .filter((path) => /packages\/(hub|contract)\/src\//.test(path) && !/\.test\.ts$|audit-actions\.ts$/.test(path))
    .map((path) => readFileSync(path, 'utf8'));
  const source = texts.join('\n');
  // A template writes `prefix${name}` for each name that stands in the source: operator.looked-at-${what}.
  const prefixes = [...source.matchAll(/`([a-z-]+\.[a-z-]*)\$\{/g)].map(([, prefix = '']) => prefix);
  const isWritten = (action: string) =>
    source.includes(`'${action}'`) ||
    prefixes.some((prefix) => action.startsWith(prefix) && source.includes(`'${action.slice(prefix.length)}'`));
  return AUDIT_ACTIONS.filter((action) => !isWritten(action));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(CATALOGUE, catalogue());
