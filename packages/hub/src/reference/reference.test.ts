import { enrolOffice, signIn, startTestHub, type TestHub, type TestPerson } from '@musubi/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const OWN = '1377700001';
const OTHER = '1474500002';
const HEAD = 'type,item,name,units,permille,basis,kind,from,until,insurer\n';
const TABLE = `${HEAD}11,1111,身体介護１,250,,回,基,2027-04,,\n`;
const body = (text: string) => new TextEncoder().encode(text);

let hub: TestHub;
let operator: TestPerson;
let own: TestPerson;
let reader: TestPerson;
let other: TestPerson;

beforeAll(async () => {
  hub = await startTestHub();
  const office = await enrolOffice(hub, { officeNumber: OWN, serviceTypes: ['43'] });
  own = await signIn(hub, office, 'staff');
  reader = await signIn(hub, office, 'reader');
  other = await signIn(hub, await enrolOffice(hub, { officeNumber: OTHER, serviceTypes: ['43'] }), 'administrator');
  const operators = await enrolOffice(hub, { officeNumber: '1300000000', serviceTypes: ['43'] });
  operator = await signIn(hub, operators, 'operator');
});
afterAll(() => hub.close());

const tablesOf = async (person: TestPerson) => (await person.hub.call('listReferenceTables', {})).tables;

describe('tables of service codes', () => {
  it('of an office are seen by its people only, those of operators by everybody, the office’s own on top', async () => {
    const mine = await own.hub.call('addReferenceTable', { query: { name: '市のマスタ.csv' }, body: body(TABLE) });
    const all = await operator.hub.call('operatorAddReferenceTable', {
      query: { name: 'サービスコード表.xlsx' },
      body: body(TABLE),
    });
    expect(mine).toMatchObject({ scope: 'office', lineCount: 1, name: '市のマスタ.csv' });
    expect(all).toMatchObject({ scope: 'all', addedBy: '運営者' });
    for (const person of [own, reader]) expect((await tablesOf(person)).map(({ id }) => id)).toEqual([all.id, mine.id]);
    expect((await tablesOf(other)).map(({ id }) => id)).toEqual([all.id]);
    const { content } = await reader.hub.call('getReferenceTable', { params: { id: mine.id } });
    expect(content).toBe(TABLE);
    await expect(other.hub.call('getReferenceTable', { params: { id: mine.id } })).rejects.toMatchObject({
      code: 'MSB-NOT-FOUND',
    });
    for (const [person, id] of [
      [other, mine.id],
      [own, all.id],
    ] as const) {
      await expect(person.hub.call('removeReferenceTable', { params: { id } })).rejects.toMatchObject({
        code: 'MSB-NOT-FOUND',
      });
    }
    await own.hub.call('removeReferenceTable', { params: { id: mine.id } });
    await operator.hub.call('operatorRemoveReferenceTable', { params: { id: all.id } });
    expect(await tablesOf(own)).toEqual([]);
    const acts = await hub.context.database.query<{ action: string; subject: string }>(
      `select action, subject_id as subject from audit_log where action in ('reference.added', 'reference.removed')
        order by audit_id`,
    );
    expect(acts.map(({ action, subject }) => [action, subject])).toEqual([
      ['reference.added', mine.id],
      ['reference.added', all.id],
      ['reference.removed', mine.id],
      ['reference.removed', all.id],
    ]);
  });

  it.each([
    ['no table at all', '利用者,金額\n'],
    ['a table without lines', HEAD],
    ['a code too short', `${HEAD}11,111,身体介護１,250,,回,基,2027-04,,\n`],
    ['a month that is none', `${HEAD}11,1111,身体介護１,250,,回,基,2027-13,,\n`],
    ['units that are none', `${HEAD}11,1111,身体介護１,二百,,回,基,2027-04,,\n`],
  ])('refuses %s', async (_, text) => {
    const added = own.hub.call('addReferenceTable', { query: { name: '表.csv' }, body: body(text) });
    await expect(added).rejects.toMatchObject({ code: 'MSB-REFERENCE-TABLE' });
    expect(await tablesOf(own)).toEqual([]);
  });

  it('take no more than they can hold', async () => {
    const tooLarge = own.hub.call('addReferenceTable', {
      query: { name: '表.csv' },
      body: new Uint8Array(9 * 1024 * 1024).fill(0x2c),
    });
    await expect(tooLarge).rejects.toMatchObject({ code: 'MSB-REQUEST-TOO-LARGE' });
  });
});
