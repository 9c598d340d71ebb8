import { describe, expect, it } from 'vitest';
import {
  applyDecisions,
  checkFiles,
  decide,
  MESSAGE_LENGTH,
  messageForDifferences,
  namesIn,
  reconcile,
  reconciliationRows,
  reminderMessage,
  spreadsheetText,
} from '../index.js';
import { sampleFolder } from '../samples.testing.js';

const { units } = checkFiles([...sampleFolder('month-v4/plans'), ...sampleFolder('month-v4/actuals')]);
const names = namesIn(units);
const month = reconcile({ schedules: units, actuals: units });
const ofOffice = (officeNumber: string) =>
  month.partners
    .filter((one) => one.officeNumber === officeNumber)
    .flatMap(({ clients }) => clients.flatMap(({ differences }) => differences));

describe('a message that asks back', () => {
  it('lists the lines in question with planned and actual', () => {
    const message = messageForDifferences(ofOffice('1375300011'), names);
    expect(message).toContain('訪問介護さくら11 ご担当者様');
    expect(message).toContain('令和8年10月分');
    expect(message).toMatch(/■.+ 様\n・9日 .+ 提供なし：予定 9:00〜10:00 111111 244単位 1回/);
    expect(message).toMatch(/変更（時間）：予定 9:00〜10:00 .+ → 実績 10:30〜11:30 /);
    expect(message).not.toContain('ほか');
  });

  it('stays within the length of a message and says how many lines it left out', () => {
    const [first] = ofOffice('1375300011');
    const many = Array.from({ length: 200 }, () => first).flatMap((one) => one ?? []);
    const message = messageForDifferences(many, names);
    expect(message.length).toBeLessThanOrEqual(MESSAGE_LENGTH);
    const listed = message.split('\n').filter((line) => line.startsWith('・')).length;
    expect(message).toContain(`ほか${200 - listed}件`);
    expect(message).toMatch(/よろしくお願いいたします。$/);
  });

  it('is empty for no differences', () => {
    expect(messageForDifferences([], names)).toBe('');
  });
});

it('a reminder names month, office and how many clients', () => {
  const message = reminderMessage('202610', {
    officeName: '訪問介護さくら11',
    serviceTypeName: '訪問介護',
    clients: 4,
  });
  expect(message).toContain('訪問介護さくら11 ご担当者様');
  expect(message).toContain('令和8年10月分の訪問介護の4名分の実績が、まだ届いておりません。');
  expect(reminderMessage('202610', {})).toMatch(/^ご担当者様\n/);
});

describe('the export', () => {
  const rows = spreadsheetText(reconciliationRows(month, names)).split('\r\n');

  it('has a line per difference and per client without any', () => {
    const clients = month.partners.flatMap((one) => one.clients);
    const lines = clients.reduce((sum, { differences }) => sum + Math.max(1, differences.length), 0);
    expect(rows).toHaveLength(lines + 2);
    const width = rows[0]?.split(',').length;
    expect(new Set(rows.slice(0, -1).map((row) => row.split(',').length))).toEqual(new Set([width]));
  });

  it('keeps numbers as numbers and takes formulas their sting', () => {
    expect(rows.some((row) => /,-\d+,/.test(row))).toBe(true);
    const [difference] = month.partners.flatMap(({ clients }) => clients.flatMap((one) => one.differences));
    if (!difference) throw new Error('the sample month has differences');
    for (const note of ['=1+1', '+1', '-1', '@SUM(A1)', '＝1', '\t=1']) {
      const decision = decide(difference, { state: 'noted', note, by: '田中', at: '2026-11-02' });
      expect(spreadsheetText(reconciliationRows(applyDecisions(month, [decision]), names))).toContain(
        `,メモ,'${note},田中,`,
      );
    }
    const quoted = decide(difference, { state: 'noted', note: '=A1,"x"', by: '', at: '' });
    expect(spreadsheetText(reconciliationRows(applyDecisions(month, [quoted]), names))).toContain(`"'=A1,""x"""`);
  });
});
