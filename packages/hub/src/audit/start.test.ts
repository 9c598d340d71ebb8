import { startTestHub } from '@musubi/testkit';
import { afterAll, expect, it } from 'vitest';
import { recordStart } from './index.js';

const hub = await startTestHub();
afterAll(() => hub.close());

const rows = (action: string) =>
  hub.context.database.query<{ subject: string; actor: string }>(
    'select subject_id as subject, actor from audit_log where action = $1 order by audit_id',
    [action],
  );

it('R22: a start records what changed since the one before: the schema, and settings by their names', async () => {
  expect(await rows('hub.configured')).toEqual([{ subject: 'all', actor: 'host' }]);
  expect(await rows('hub.migrated')).toHaveLength(1);
  await recordStart(hub.context);
  const secret = 'smtps://musubi:himitsu@mail.example.jp';
  const settings = { ...hub.context.settings, smtpUrl: secret, mailFrom: 'musubi@example.jp' };
  await recordStart({ ...hub.context, settings });
  expect((await rows('hub.configured')).map(({ subject }) => subject).sort()).toEqual([
    'MUSUBI_MAIL_FROM',
    'MUSUBI_SMTP_URL',
    'all',
  ]);
  expect(await rows('hub.migrated')).toHaveLength(1);
  const [kept] = await hub.asSuperuser(
    'select (select jsonb_agg(k)::text from known_settings k) || (select jsonb_agg(a)::text from audit_log a) as all',
  );
  expect(JSON.stringify(kept)).not.toContain('himitsu');
});

it('R22: months that are dropped are told of, each once', async () => {
  const { dropOldRecords } = await import('../index.js');
  await hub.context.database.query("select ensure_month('2001-02-01'), ensure_month('2001-03-01')");
  await dropOldRecords(hub.context);
  expect((await rows('records.dropped')).map(({ subject }) => subject)).toEqual(['200102', '200103']);
});
