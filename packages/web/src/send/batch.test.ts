import { describe, expect, it } from 'vitest';
import { EMPTY_BATCH, rowsOf } from './batch.js';

const office = { officeNumber: '1375400015', name: 'みなみ訪問看護', serviceTypes: ['13'], canReceive: true };
const partner = { officeNumber: '1375400014', name: 'みなと訪問看護' };
const remarkOf = (partners: readonly (typeof partner)[]) => {
  const batch = { ...EMPTY_BATCH, letters: [{ key: 'a', office, serviceType: '13' }] };
  const [row] = rowsOf([], batch, new Map(), {}, { ownOffice: '1377700001', partners });
  return row?.remark;
};

describe('R14: a row of the batch', () => {
  it('says when its recipient’s number looks like a partner’s, and still goes', () => {
    expect(remarkOf([partner])).toContain('みなと訪問看護（1375400014）の番号とよく似ています。');
  });

  it('says nothing to a partner, nor where nobody is near', () => {
    expect(remarkOf([office, partner])).toBeNull();
    expect(remarkOf([])).toBeNull();
  });
});
