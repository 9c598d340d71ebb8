import type { Output } from '@musubi/contract';
import { enrolOffice, signIn } from '@musubi/testkit';
import { hubTest as it } from '@musubi/testkit/fixtures';
import { packInputFor, submitSample } from '@musubi/testkit/transmissions';
import { expect } from 'vitest';

const OUTPUT = /^output\./;

it('R22: what an office printed or saved is in its audit log, with the transmission or month; of others nothing can be noted', async ({
  hub,
  care,
  administrator,
}) => {
  const nursing = await enrolOffice(hub, { officeNumber: '1375400014', serviceTypes: ['13'] });
  const nurse = await signIn(hub, nursing, 'reader');
  const stranger = await signIn(
    hub,
    await enrolOffice(hub, { officeNumber: '1376800050', serviceTypes: ['46'] }),
    'staff',
  );
  const input = packInputFor(care.officeNumber, '43', nursing.officeNumber, '13', hub.clock.now());
  const { id } = (await submitSample(administrator, care, nursing, input)).transmission;

  await nurse.hub.call('noteOutput', { body: { kind: 'printed', transmissions: [id], months: [] } });
  await administrator.hub.call('noteOutput', { body: { kind: 'list-saved', transmissions: [id], months: ['202610'] } });
  const foreign: Output = { kind: 'files-saved', transmissions: [id], months: ['202610'] };
  await expect(stranger.hub.call('noteOutput', { body: foreign })).rejects.toMatchObject({ code: 'MSB-NOT-FOUND' });
  const nothing: Output = { kind: 'printed', transmissions: [], months: [] };
  await expect(nurse.hub.call('noteOutput', { body: nothing })).rejects.toMatchObject({ status: 400 });

  const rows = await hub.context.database.query<{ action: string }>(
    `select actor, office_number as office, terminal_id as terminal, action, subject_type || ' ' || subject_id as subject
       from audit_log order by audit_id`,
  );
  const by = (person: typeof nurse, office: string) => ({ actor: person.userId, office, terminal: person.terminal.id });
  expect(rows.filter(({ action }) => OUTPUT.test(action))).toEqual([
    { ...by(nurse, nursing.officeNumber), action: 'output.printed', subject: `transmission ${id}` },
    { ...by(administrator, care.officeNumber), action: 'output.list-saved', subject: `transmission ${id}` },
    { ...by(administrator, care.officeNumber), action: 'output.list-saved', subject: 'month 202610' },
  ]);
});
