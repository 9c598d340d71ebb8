import type { FastifyInstance } from 'fastify';
import { registerApplications } from './applications/index.js';
import { auditJobs, noteRefusalWith, recordStart, sealAudit } from './audit/index.js';
import { type Certificates, openCertificates, openKeys, registerCertificates } from './certificates/index.js';
import { registerDelegations } from './delegations/index.js';
import { directoryJobs, findRegistered, registerDirectory } from './directory/index.js';
import { draftJobs, registerDrafts } from './drafts/index.js';
import { createEventFeed, type EventFeed, registerEvents } from './events/index.js';
import { registerFaq } from './faq/index.js';
import { registerLicences } from './licences/index.js';
import { registerNotices } from './notices/index.js';
import { registerNotifications } from './notifications/index.js';
import { registerDesk, registerOffices, registerOperator } from './operate/index.js';
import { registerOverview } from './overview/index.js';
import { registerAccountMail, registerPeople, registerPreferences } from './people/index.js';
import { closerOf } from './platform/close-server.js';
import type { Context } from './platform/context.js';
import { type Database, openDatabase } from './platform/database.js';
import { startEmbeddedPostgres } from './platform/embedded-postgres.js';
import { createApp, createRouter } from './platform/http.js';
import { type Job, startJobs } from './platform/jobs.js';
import { openKeyFolder } from './platform/key-folder.js';
import { openRowKey } from './platform/row-key.js';
import { requireSafeFolder } from './platform/safe-folder.js';
import { openSecretBox } from './platform/secret-box.js';
import { readSettings, type Settings } from './platform/settings.js';
import { tlsJob } from './platform/tls.js';
import { registerReference } from './reference/index.js';
import { registerService } from './service/index.js';
import { authenticateWith, openAmongWith, raiseAlert, registerSessions, sealOldSeeds } from './sessions/index.js';
import { registerSoftware } from './software/index.js';
import { registerTickets } from './tickets/index.js';
import { makePartitions, registerTransmissions, retentionJobs } from './transmissions/index.js';
import { registerWeb } from './web/index.js';

/** The parts of a hub that commands on its own machine use without HTTP. */
export interface HubStore {
  readonly context: Context;
  readonly certificates: Certificates;
  close(): Promise<void>;
}

export interface RunningHub extends HubStore {
  readonly url: string;
  /** Authority of the TLS certificate: what clients are given to trust. */
  readonly caPem: string;
  readonly app: FastifyInstance;
}

export interface HubOptions {
  readonly settings?: Partial<Settings>;
  readonly now?: () => Date;
  /** Takes the log lines instead of standard output. */
  readonly logTo?: { write(line: string): void };
}

const QUIET: Context['log'] = { info: () => {}, warn: () => {}, error: () => {} };

/** Opens database and keys, starting the embedded PostgreSQL when no DATABASE_URL is set. */
export async function openStore({
  settings: overrides = {},
  now = () => new Date(),
}: HubOptions = {}): Promise<HubStore> {
  const settings = readSettings(process.env, overrides);
  requireSafeFolder(settings.dataFolder);
  const keyFolder = openKeyFolder(settings);
  const rowKey = openRowKey(keyFolder);
  const postgres = settings.databaseUrl ? null : await startEmbeddedPostgres(settings.dataFolder);
  let database: Database;
  try {
    database = await openDatabase(
      postgres ?? { url: settings.databaseUrl ?? '', ownerUrl: settings.databaseOwnerUrl },
      rowKey,
    );
  } catch (error) {
    await postgres?.stop();
    throw error;
  }
  const context: Context = { settings, database, secrets: openSecretBox(keyFolder), now, log: QUIET };
  await sealOldSeeds(context);
  const certificates = openCertificates(context, await openKeys(settings, keyFolder, now()));
  return {
    context,
    certificates,
    close: async () => {
      await database.close();
      await postgres?.stop();
    },
  };
}

/** Starts a hub: the only place that wires its rooms together. */
export async function startHub(options: HubOptions = {}): Promise<RunningHub> {
  const store = await openStore(options);
  try {
    return await runHub(store, options);
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function runHub(store: HubStore, { logTo }: HubOptions): Promise<RunningHub> {
  const { settings } = store.context;
  const { certificates } = store;
  const app = createApp(settings, certificates.keys.tls, logTo);
  const closeServer = closerOf(app);
  const context: Context = { ...store.context, log: app.log };
  const feed = createEventFeed(context);
  let url = '';
  const jobs = await wire(app, context, certificates, feed, () => url);
  await makePartitions(context);
  const sealing = { signer: certificates.keys.receipts, alert: raiseAlert };
  await recordStart(context);
  await sealAudit(context, sealing);
  jobs.push(...auditJobs(context, sealing), tlsJob(app.server, context, certificates.keys));
  await app.listen({ host: settings.host, port: settings.port });
  feed.start();
  if (!context.database.isSeparated)
    app.log.warn({ setting: 'MUSUBI_DATABASE_OWNER_URL' }, 'the role of DATABASE_URL can change the audit log (R25)');
  if (!settings.auditCopy)
    app.log.warn({ setting: 'MUSUBI_AUDIT_COPY' }, 'no copy of the audit log leaves this machine (R25)');
  if (settings.allowTls12) app.log.warn({ setting: 'MUSUBI_ALLOW_TLS12' }, 'TLS 1.2 is accepted as well');
  const stopJobs = startJobs(context, jobs, (job, error) =>
    app.log.error({ job, name: error instanceof Error ? error.name : 'unknown' }, 'job failed'),
  );
  url = urlOf(app, settings);
  const close = async () => {
    stopJobs();
    feed.stop();
    await closeServer();
    try {
      await sealAudit(context, sealing);
    } finally {
      await store.close();
    }
  };
  return { context, certificates, app, url, caPem: certificates.keys.tls.caPem, close };
}

/** Registers every room's routes and returns their jobs. */
async function wire(
  app: FastifyInstance,
  context: Context,
  certificates: Certificates,
  feed: EventFeed,
  url: () => string,
): Promise<Job[]> {
  const router = createRouter(app, context, authenticateWith(context), noteRefusalWith(context));
  registerService(router, context, url);
  registerSessions(router, context, certificates);
  registerOffices(router, context, certificates);
  registerOperator(router, context, certificates);
  const deskJobs = registerDesk(router, context, certificates);
  registerPreferences(router, context);
  registerPeople(router, context);
  registerAccountMail(router, context);
  await registerTransmissions(router, context, certificates);
  registerDrafts(router, context);
  registerOverview(router, context);
  const noticeJobs = registerNotices(router, context);
  await registerFaq(router, context);
  await registerSoftware(router, context);
  const ticketJobs = registerTickets(router, context);
  registerReference(router, context);
  registerDirectory(router, context);
  registerEvents(router, context, feed, openAmongWith(context));
  registerCertificates(router, context, certificates);
  const licenceJobs = registerLicences(router, context, certificates);
  const publicUrl = () => (context.settings.publicUrl ?? url()).replace(/\/$/, '');
  const applicationJobs = registerApplications(router, context, {
    certificates,
    findRegistered,
    publicUrl,
  });
  const delegationJobs = registerDelegations(router, context, certificates, publicUrl);
  const notificationJobs = registerNotifications(router, context, url);
  await registerWeb(app, context.settings);
  return [
    ...retentionJobs(context, certificates),
    ...draftJobs(context),
    ...notificationJobs,
    ...noticeJobs,
    ...ticketJobs,
    ...licenceJobs,
    ...directoryJobs(context),
    ...deskJobs,
    ...applicationJobs,
    ...delegationJobs,
  ];
}

function urlOf(app: FastifyInstance, settings: Settings): string {
  const address = app.server.address();
  const port = typeof address === 'object' && address ? address.port : settings.port;
  if (settings.plainHttp) return `http://${settings.host.includes(':') ? `[${settings.host}]` : settings.host}:${port}`;
  return `https://${settings.hostnames[0] ?? settings.host}:${port}`;
}
