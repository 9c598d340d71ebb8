import { anonymous, type TestHub } from '@musubi/testkit';
import { hubTest as it } from '@musubi/testkit/fixtures';
import { expect } from 'vitest';

const list = async (hub: TestHub) => (await anonymous(hub).call('listSoftware', {})).software;
const ENTRY = {
  maker: '架空ソフト株式会社',
  product: 'かくうケア',
  version: '1.0',
  editions: ['4.1'],
  status: 'declared',
  tested: '届け出のとおり',
  testedOn: '2026-10-31',
} as const;

it('the list of care software begins with what was really tested: our own command', async ({ hub }) => {
  expect((await list(hub)).map(({ product, status }) => [product, status])).toEqual([
    ['Musubi CLI（musubi コマンド）', 'tested'],
  ]);
});

it('operators add, change and remove entries, and the day stays the day', async ({ hub, operator }) => {
  const body = { ...ENTRY, editions: [...ENTRY.editions] };
  const added = await operator.hub.call('operatorAddSoftware', { body });
  expect(await list(hub)).toContainEqual({ ...ENTRY, id: added.id });
  const params = { id: added.id };
  await operator.hub.call('operatorChangeSoftware', { params, body: { ...body, status: 'ended' } });
  expect(await list(hub)).toContainEqual({ ...ENTRY, id: added.id, status: 'ended' });
  await operator.hub.call('operatorRemoveSoftware', { params });
  expect(await list(hub)).toHaveLength(1);
  for (const call of [
    operator.hub.call('operatorRemoveSoftware', { params }),
    operator.hub.call('operatorChangeSoftware', { params, body }),
  ])
    await expect(call).rejects.toMatchObject({ code: 'MSB-NOT-FOUND' });
});
