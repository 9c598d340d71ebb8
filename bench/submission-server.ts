/**
 * The two servers of bench/submission.ts, each in a process of its own: the hub, and a bare Fastify server with the same
 * TLS and multipart that only stores the bytes in the same database. Answers CPU questions over IPC.
 */
import multipart from '@fastify/multipart';
import { startHub } from '@musubi/hub';
import fastify from 'fastify';
import { asSuperuser } from './administer.js';

const [dataFolder = ''] = process.argv.slice(2);
const hub = await startHub({ settings: { dataFolder, port: 0, logLevel: 'silent' } });
const bare = await startBare();
process.on('message', (question) => {
  if (question === 'cpu') process.send?.({ cpu: process.cpuUsage() });
  if (question === 'stop') Promise.all([bare.close(), hub.close()]).then(() => process.exit(0));
});
process.send?.({ hub: hub.url, bare: bare.url, caPem: hub.caPem });

async function startBare() {
  const { tls } = hub.certificates.keys;
  const app = fastify({ https: { key: tls.key, cert: tls.cert, minVersion: 'TLSv1.3' }, logger: false });
  await app.register(multipart, { limits: { fileSize: 50 * 1024 * 1024 } });
  for (const statement of [
    'create table if not exists bench_blobs (id uuid primary key, manifest bytea, signature bytea, payload bytea)',
    'alter table bench_blobs alter column payload set storage external',
    'grant insert on bench_blobs to musubi_application',
  ])
    await asSuperuser(dataFolder, statement);
  app.post('/v1/transmissions', async (request, reply) => {
    const parts: Buffer[] = [];
    for await (const part of request.parts()) if (part.type === 'file') parts.push(await part.toBuffer());
    await hub.context.database.prepared('bare', 'insert into bench_blobs values ($1, $2, $3, $4)', [
      crypto.randomUUID(),
      ...parts,
    ]);
    return reply.code(201).send({ created: true });
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const address = app.server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { url: `https://localhost:${port}`, close: () => app.close() };
}
