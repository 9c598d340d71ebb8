import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { confirmedBy, enrolOffice, signIn, startTestHub, type TestHub, type TestPerson } from '@musubi/testkit';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createFileStore } from '../node/file-store.js';
import { KnownPeople } from './known-people.js';

const NUMBER = '1377700001';
let hub: TestHub;
let admin: TestPerson;
let asking: TestPerson;
let second: TestPerson;
let known: KnownPeople;
let folder: string;

beforeAll(async () => {
  hub = await startTestHub();
  const desk = await enrolOffice(hub, { officeNumber: '9999900001', serviceTypes: ['43'] });
  const office = await enrolOffice(hub, { officeNumber: NUMBER, serviceTypes: ['43'] });
  asking = await signIn(hub, desk, 'operator', '運営 一郎');
  second = await signIn(hub, desk, 'operator', '運営 二郎');
  admin = await signIn(hub, office, 'administrator');
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'musubi-people-'));
  known = new KnownPeople(admin.hub, createFileStore(folder));
  return () => rmSync(folder, { recursive: true, force: true });
});
afterAll(() => hub.close());

async function letIn(displayName: string): Promise<void> {
  const body = { displayName, role: 'staff', reason: '電話で頼まれたため' } as const;
  await asking.hub.call('operatorAddPerson', { params: { officeNumber: NUMBER }, body });
  await confirmedBy(second);
}
const names = async () => (await known.strangers(admin.userId)).map(({ displayName }) => displayName);

it('C1: a terminal names whom an operator let in until somebody there knows them, and nobody else', async () => {
  expect(await names()).toEqual([]);
  await admin.hub.call('addPerson', { body: { displayName: '正しい 職員', role: 'staff' } });
  await letIn('偽の 職員');
  expect(await names()).toEqual(['偽の 職員']);
  const strangers = await known.strangers(admin.userId);
  expect(strangers).toMatchObject([{ addedBy: 'operator' }]);
  await known.know(strangers.map(({ userId }) => userId));
  expect(await names()).toEqual([]);
});

it('C1: a terminal that is new knows everybody who is there already, and no one after them', async () => {
  await letIn('前からの 人');
  expect(await names()).toEqual([]);
  await letIn('後からの 人');
  expect(await names()).toEqual(['後からの 人']);
});
