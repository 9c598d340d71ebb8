import { FAQ_TOPICS } from '@musubi/contract';
import { anonymous, enrolOffice, signIn, startTestHub, type TestHub, type TestPerson } from '@musubi/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let hub: TestHub;
let operator: TestPerson;

beforeAll(async () => {
  hub = await startTestHub();
  operator = await signIn(
    hub,
    await enrolOffice(hub, { officeNumber: '1300000000', serviceTypes: ['43'] }),
    'operator',
  );
});
afterAll(() => hub.close());

const questions = async () => (await anonymous(hub).call('listFaq', {})).entries;

describe('よくある質問', () => {
  it('begin with those the hub ships, in every topic, no question twice', async () => {
    const entries = await questions();
    expect(entries.length).toBeGreaterThanOrEqual(25);
    expect(new Set(entries.map(({ topic }) => topic))).toEqual(new Set(FAQ_TOPICS));
    expect(new Set(entries.map(({ question }) => question)).size).toBe(entries.length);
  });

  it('stay as operators leave them when another process of the hub starts', async () => {
    const [first, second] = await questions();
    if (!first || !second) throw new Error('no entries were loaded');
    await operator.hub.call('operatorRemoveFaq', { params: { id: first.id } });
    const { id: _, ...entry } = second;
    await operator.hub.call('operatorChangeFaq', { params: { id: second.id }, body: { ...entry, answer: '直した。' } });
    const count = (await questions()).length;
    const sibling = await hub.startSibling();
    await sibling.close();
    const now = await questions();
    expect(now).toHaveLength(count);
    expect(now.map(({ id }) => id)).not.toContain(first.id);
    expect(now.find(({ id }) => id === second.id)?.answer).toBe('直した。');
  });

  it('are added hidden or shown, hidden again, and every change is on record', async () => {
    const entry = { topic: 'start', question: '試し', answer: '試し', words: 'ためし' } as const;
    const added = await operator.hub.call('operatorAddFaq', { body: { ...entry, shown: false } });
    const isPublic = async () => (await questions()).some(({ id }) => id === added.id);
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
