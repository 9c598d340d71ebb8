import { FAQ_TOPICS } from '@musubi/contract';
import { anonymous, type TestHub } from '@musubi/testkit';
import { hubTest as it } from '@musubi/testkit/fixtures';
import { describe, expect } from 'vitest';

const questions = async (hub: TestHub) => (await anonymous(hub).call('listFaq', {})).entries;

describe('よくある質問', () => {
  it('begin with those the hub ships, in every topic, no question twice', async ({ hub }) => {
    const entries = await questions(hub);
    expect(entries.length).toBeGreaterThanOrEqual(25);
    expect(new Set(entries.map(({ topic }) => topic))).toEqual(new Set(FAQ_TOPICS));
    expect(new Set(entries.map(({ question }) => question)).size).toBe(entries.length);
  });

  it('stay as operators leave them when another process of the hub starts', async ({ hub, operator }) => {
    const [first, second] = await questions(hub);
    if (!first || !second) throw new Error('no entries were loaded');
    await operator.hub.call('operatorRemoveFaq', { params: { id: first.id } });
    const { id: _, ...entry } = second;
    await operator.hub.call('operatorChangeFaq', { params: { id: second.id }, body: { ...entry, answer: '直した。' } });
    const count = (await questions(hub)).length;
    const sibling = await hub.startSibling();
    await sibling.close();
    const now = await questions(hub);
    expect(now).toHaveLength(count);
    expect(now.map(({ id }) => id)).not.toContain(first.id);
    expect(now.find(({ id }) => id === second.id)?.answer).toBe('直した。');
  });

  it('are added hidden or shown, hidden again, and every change is on record', async ({ hub, operator }) => {
    const entry = { topic: 'start', question: '試し', answer: '試し', words: 'ためし' } as const;
    const added = await operator.hub.call('operatorAddFaq', { body: { ...entry, shown: false } });
    const isPublic = async () => (await questions(hub)).some(({ id }) => id === added.id);
    expect(await isPublic()).toBe(false);
    await operator.hub.call('operatorChangeFaq', { params: { id: added.id }, body: { ...entry, shown: true } });
    expect(await isPublic()).toBe(true);
    expect((await operator.hub.call('operatorListFaq', {})).entries.at(-1)).toMatchObject({ ...entry, shown: true });
    await operator.hub.call('operatorRemoveFaq', { params: { id: added.id } });
    await expect(operator.hub.call('operatorRemoveFaq', { params: { id: added.id } })).rejects.toMatchObject({
      code: 'MSB-NOT-FOUND',
    });
    const rows = await hub.context.database.query<{ action: string }>(
      "select action from audit_log where subject_type = 'faq' and subject_id = $1 order by audit_id",
      [added.id],
    );
    expect(rows.map(({ action }) => action)).toEqual(['faq.added', 'faq.changed', 'faq.removed']);
  });
});
