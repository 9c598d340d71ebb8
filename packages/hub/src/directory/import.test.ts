import { readFileSync } from 'node:fs';
import { HubProblem } from '@musubi/client';
import type { TestPerson } from '@musubi/testkit';
import { hubTest as it } from '@musubi/testkit/fixtures';
import { describe, expect } from 'vitest';
import { findRegistered } from './index.js';

const EXCERPT = readFileSync(new URL('../../../../test/fixtures/registry/jigyosho_120.csv', import.meta.url));
const TEXT = EXCERPT.toString('utf8');
const [HEADING = '', FIRST = '', ...REST] = TEXT.trimEnd().split('\r\n');
const TOTAL = REST.length + 1;

const load = (operator: TestPerson, body: Uint8Array | string, edition = '2025-12') =>
  operator.hub.call('operatorImportDirectory', {
    query: { edition },
    body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
  });
const fileOf = (...lines: string[]) => `\ufeff${[HEADING.replace('\ufeff', ''), ...lines].join('\r\n')}\r\n`;

/** The n-th line of the excerpt with some cells replaced; cells without commas only. */
function changed(line: string, change: Readonly<Record<string, string>>): string {
  const titles = HEADING.replace('\ufeff', '').split(',');
  const quoted: string[] = [];
  const cells = line.replaceAll(/"[^"]*"/g, (cell) => `#${quoted.push(cell) - 1}#`).split(',');
  for (const [title, value] of Object.entries(change)) cells[titles.indexOf(title)] = value;
  return cells.join(',').replaceAll(/#(\d+)#/g, (_whole, at: string) => quoted[Number(at)] ?? '');
}

describe("taking in the ministry's directory", () => {
  it('adds all offices, and the same file again changes nothing', async ({ hub, operator }) => {
    const { report, edition } = await load(operator, EXCERPT);
    expect(edition).toBe('2025-12');
    expect(report).toMatchObject({
      services: ['訪問入浴介護'],
      rows: TOTAL,
      addedCount: TOTAL,
      refusedCount: 0,
      closedCount: 0,
    });
    const office = await findRegistered(hub.context.database, '0170210231');
    expect(office).toMatchObject({
      name: 'アサヒサンクリーン在宅介護センター札幌北',
      corporation: 'アサヒサンクリーン株式会社',
      prefecture: '01',
      municipality: '01102',
      phone: '050-3625-3862',
      serviceTypes: ['12'],
    });
    expect((await load(operator, EXCERPT)).report).toMatchObject({
      unchanged: TOTAL,
      addedCount: 0,
      changedCount: 0,
      closedCount: 0,
    });
  });

  it('tells what changed, what is new and what closed; what closed is no longer found and may come back', async ({
    hub,
    operator,
  }) => {
    const moved = changed(FIRST, { 電話番号: '011-000-0000' });
    const fresh = changed(FIRST, { 事業所番号: '0170299999', 事業所名: '新しい事業所' });
    const { report } = await load(operator, fileOf(moved, fresh, ...REST.slice(1)), '2026-06');
    const number = FIRST.split(',')[1] ?? '';
    const gone = REST[0]?.split(',')[1] ?? '';
    expect(report.changed).toEqual([
      {
        officeNumber: number,
        name: expect.any(String),
        changes: [{ column: '電話番号', before: '050-3625-3862', after: '011-000-0000' }],
      },
    ]);
    expect(report.added).toEqual([{ officeNumber: '0170299999', name: '新しい事業所' }]);
    expect(report.closed.map(({ officeNumber }) => officeNumber)).toEqual([gone]);
    expect(await findRegistered(hub.context.database, gone)).toBeNull();
    await expect(operator.hub.call('getDirectoryOffice', { params: { officeNumber: gone } })).rejects.toMatchObject({
      code: 'MSB-OFFICE-UNKNOWN',
    });
    expect((await load(operator, EXCERPT)).report.added.map(({ officeNumber }) => officeNumber)).toEqual([gone]);
    expect(await findRegistered(hub.context.database, gone)).not.toBeNull();
  });

  it('tells beforehand the same as afterwards, and changes nothing then', async ({ hub, operator }) => {
    const [, second = '', third = ''] = REST;
    const file = fileOf(
      changed(FIRST, { 電話番号: '011-000-0001' }),
      changed(FIRST, { 事業所番号: '0170299998', 事業所名: '見てから開く事業所' }),
      changed(second, { 事業所番号: '12' }),
      third,
    );
    const state = () =>
      hub.context.database.query(
        `select r.*, e.name as entry, (select count(*) from directory_imports) as imports
           from registry_offices r left join directory_entries e using (office_number) order by 1, 2`,
      );
    const before = await state();
    const body = new TextEncoder().encode(file);
    const planned = await operator.hub.call('operatorPreviewImport', { body });
    expect(await state()).toEqual(before);
    expect(planned).toMatchObject({ addedCount: 1, changedCount: 1, refusedCount: 1 });
    expect(planned.closedCount).toBe(TOTAL - 2);
    expect((await load(operator, file)).report).toEqual(planned);
    expect((await load(operator, EXCERPT)).report).toMatchObject({ changedCount: 1, closedCount: 1, unchanged: 1 });
    const wrong = operator.hub.call('operatorPreviewImport', { body: new TextEncoder().encode('a,b\r\n1,2\r\n') });
    await expect(wrong).rejects.toMatchObject({ code: 'MSB-DIRECTORY-FILE' });
    const { items } = await operator.hub.call('operatorListAudit', { query: {} });
    expect(items.map(({ action }) => action)).toContain('directory.previewed');
  });

  it('closes only within the services of the file', async ({ hub, operator }) => {
    const other = changed(FIRST, { サービスの種類: '短期入所療養介護（介護老人保健施設）' });
    const { report } = await load(operator, fileOf(other));
    expect(report).toMatchObject({ addedCount: 1, closedCount: 0 });
    expect((await findRegistered(hub.context.database, '0170210231'))?.serviceTypes).toEqual(['12', '22']);
  });

  it('refuses single rows with place, value and reason, and does not close what it could not read', async ({
    operator,
  }) => {
    const lines = [
      changed(FIRST, { 事業所番号: '12345' }),
      changed(FIRST, { サービスの種類: '占い' }),
      changed(FIRST, { 事業所名: '' }),
      changed(FIRST, { 都道府県コード又は市町村コード: '990000' }),
      FIRST,
      FIRST,
      ...REST.slice(1),
      changed(REST[0] ?? '', { 住所: 'あ'.repeat(501) }),
    ];
    const { report } = await load(operator, fileOf(...lines));
    expect(report.refused.map(({ line, column }) => [line, column])).toEqual([
      [2, '事業所番号'],
      [3, 'サービスの種類'],
      [4, '事業所名'],
      [5, '都道府県コード又は市町村コード'],
      [7, '事業所番号'],
      [TOTAL + 6, '住所'],
    ]);
    expect(report.refused[0]).toMatchObject({ value: '12345', reason: expect.stringContaining('10桁') });
    expect(report.closedCount).toBe(0);
  });

  it('reads MS932 and cells with line breaks', async ({ hub, operator }) => {
    const { encodeMs932 } = await import('@musubi/standard');
    const line = changed(FIRST, {
      事業所番号: '0170288888',
      サービスの種類: '夜間対応型訪問介護',
      住所: '"一行目\r\n二行目, ""三"""',
    });
    const encoded = encodeMs932(fileOf(line).slice(1));
    if (!('bytes' in encoded)) throw new Error('the line is MS932');
    expect((await load(operator, encoded.bytes)).report).toMatchObject({ addedCount: 1, refusedCount: 0 });
    expect((await findRegistered(hub.context.database, '0170288888'))?.address).toBe('一行目\r\n二行目, "三"');
  });

  it('takes nothing from what is another file, and says why', async ({ hub, operator }) => {
    for (const [body, reason] of [
      ['a,b\r\n1,2\r\n', '事業所番号'],
      ['', '行がありません'],
      [fileOf(changed(FIRST, { 事業所番号: 'x' })), '2行目「事業所番号」'],
      [new Uint8Array([0xff, 0xfe, 0x00, 0x80]), '事業所番号'],
    ] as const) {
      const problem = await load(operator, body).catch((error: unknown) => error);
      expect(problem).toBeInstanceOf(HubProblem);
      expect(problem).toMatchObject({ code: 'MSB-DIRECTORY-FILE', reason: expect.stringContaining(reason) });
    }
    expect(await findRegistered(hub.context.database, '0170210231')).not.toBeNull();
  });

  it('keeps a record of every import, newest first, page by page', async ({ operator }) => {
    const first = await operator.hub.call('operatorListImports', { query: { limit: 2 } });
    expect(first.items).toHaveLength(2);
    const rest = await operator.hub.call('operatorListImports', { query: { cursor: first.next ?? '' } });
    const times = [...first.items, ...rest.items].map(({ importedAt }) => importedAt);
    expect(times).toEqual(times.toSorted().reverse());
    expect(times.length).toBeGreaterThan(5);
  });
});
