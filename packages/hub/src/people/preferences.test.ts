import { signIn } from '@musubi/testkit';
import { hubTest as it } from '@musubi/testkit/fixtures';
import { describe, expect } from 'vitest';

describe('preferences', () => {
  it('begin with the usual, follow the person and nobody else', async ({ hub, care }) => {
    const carer = await signIn(hub, care, 'staff');
    const visitor = await signIn(hub, care, 'reader');
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
