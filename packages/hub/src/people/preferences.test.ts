import { enrolOffice, signIn, startTestHub, type TestHub, type TestPerson } from '@musubi/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const logged: string[] = [];
let hub: TestHub;
let carer: TestPerson;
let visitor: TestPerson;

beforeAll(async () => {
  hub = await startTestHub({ logLevel: 'info' }, { write: (line) => logged.push(line) });
  const care = await enrolOffice(hub, { officeNumber: '1377700001', serviceTypes: ['43'] });
  carer = await signIn(hub, care, 'staff');
  visitor = await signIn(hub, care, 'reader');
});
afterAll(() => hub.close());

describe('preferences', () => {
  const MAIL = 'hanako.himitsu@example.jp';

  it('begin with the usual, follow the person and nobody else', async () => {
    const usual = { dateStyle: 'era', textSize: 'normal', mailAddress: null, mailOnArrival: false };
    expect(await carer.hub.call('getPreferences', {})).toEqual(usual);
    const wanted = { dateStyle: 'western', textSize: 'largest', mailAddress: MAIL, mailOnArrival: true } as const;
    expect(await carer.hub.call('setPreferences', { body: { ...wanted, textSize: 'large' } })).toMatchObject({
      textSize: 'large',
    });
    expect(await carer.hub.call('setPreferences', { body: wanted })).toEqual(wanted);
    expect(await carer.hub.call('getPreferences', {})).toEqual(wanted);
    expect(await visitor.hub.call('getPreferences', {})).toEqual(usual);
  });

  it('refuse what is no mail address', async () => {
    const body = { dateStyle: 'era', textSize: 'normal', mailAddress: 'x', mailOnArrival: true } as const;
    await expect(carer.hub.call('setPreferences', { body })).rejects.toMatchObject({ code: 'MSB-REQUEST-INVALID' });
  });

  it('leave the mail address out of logs and audit, which say only that they changed', async () => {
    const rows = await hub.context.database.query<{ row: string }>(
      'select row_to_json(a)::text as row from audit_log a',
    );
    const told = rows.map(({ row }) => row).join('\n');
    expect(told).toContain('account.preferences-changed');
    expect(told + logged.join('\n')).not.toContain('himitsu');
  });
});
