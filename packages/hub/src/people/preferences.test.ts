import { enrolOffice, signIn, startTestHub, type TestHub, type TestPerson } from '@musubi/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let hub: TestHub;
let carer: TestPerson;
let visitor: TestPerson;

beforeAll(async () => {
  hub = await startTestHub();
  const care = await enrolOffice(hub, { officeNumber: '1377700001', serviceTypes: ['43'] });
  carer = await signIn(hub, care, 'staff');
  visitor = await signIn(hub, care, 'reader');
});
afterAll(() => hub.close());

describe('preferences', () => {
  it('begin with the usual, follow the person and nobody else', async () => {
    const usual = { dateStyle: 'era', textSize: 'normal' };
    expect(await carer.hub.call('getPreferences', {})).toEqual(usual);
    const wanted = { dateStyle: 'western', textSize: 'largest' } as const;
    expect(await carer.hub.call('setPreferences', { body: { ...wanted, textSize: 'large' } })).toMatchObject({
      textSize: 'large',
    });
    expect(await carer.hub.call('setPreferences', { body: wanted })).toEqual(wanted);
    expect(await carer.hub.call('getPreferences', {})).toEqual(wanted);
    expect(await visitor.hub.call('getPreferences', {})).toEqual(usual);
  });
});
