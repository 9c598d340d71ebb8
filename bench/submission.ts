/**
 * (b) Submissions of a 60 KB signed and encrypted unit per second and per CPU second of the server process, at 1, 8 and 32
 * clients, against a bare Fastify server that only stores the same bytes in the same database.
 */
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HubConnection, newId, submissionForm } from '@musubi/client';
import { createNodeTransport } from '@musubi/client/node';
import type { PackedTransmission } from '@musubi/evidence';
import { startHub } from '@musubi/hub';
import { enrolOffice, signIn } from '@musubi/testkit';
import { packFor, packInputFor } from '@musubi/testkit/transmissions';
import { z } from 'zod';

const CLIENTS = [1, 8, 32] as const;
const PER_RUN = 400;
const started = z.object({ hub: z.string(), bare: z.string(), caPem: z.string() });
const cpu = z.object({ cpu: z.object({ user: z.number(), system: z.number() }) });

const folder = mkdtempSync(join(tmpdir(), 'musubi-bench-'));
chmodSync(folder, 0o711);
const dataFolder = join(folder, 'hub');
const setup = await startHub({ settings: { dataFolder, port: 0, logLevel: 'silent' } });
const care = await enrolOffice(setup, { officeNumber: '1377700001', serviceTypes: ['43'], keyType: 'rsa-2048' });
const visit = await enrolOffice(setup, { officeNumber: '1375400014', serviceTypes: ['13'], keyType: 'rsa-2048' });
const carer = await signIn(setup, care);
await setup.close();

const server = fork(fileURLToPath(new URL('./submission-server.ts', import.meta.url)), [dataFolder], {
  execArgv: ['--import', 'tsx'],
});
const addresses = started.parse((await once(server, 'message'))[0]);
const session = new HubConnection(createNodeTransport(addresses.hub, addresses.caPem), () => ({
  token: carer.answer.token,
  terminal: `${carer.terminal.id}.${carer.terminal.secret}`,
}));

async function cpuSeconds(): Promise<number> {
  server.send('cpu');
  const { user, system } = cpu.parse((await once(server, 'message'))[0]).cpu;
  return (user + system) / 1e6;
}

/** Units of 60 KB that do not compress, packed beforehand: the load generator only sends. */
async function packMany(count: number): Promise<PackedTransmission[]> {
  const packed: PackedTransmission[] = [];
  for (let at = 0; at < count; at++) {
    const input = packInputFor('1377700001', '43', '1375400014', '13', new Date());
    const files = input.files.map((file, index) =>
      index === 0 ? { ...file, bytes: new Uint8Array(randomBytes(60_000)) } : file,
    );
    packed.push(await packFor(care, visit, { ...input, id: newId(new Date()), files }));
  }
  return packed;
}

async function run(url: string, clients: number, packed: readonly PackedTransmission[]) {
  const transport = createNodeTransport(url, addresses.caPem);
  const forms = packed.map(submissionForm);
  const cpuBefore = await cpuSeconds();
  const begun = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (let form = forms.pop(); form; form = forms.pop()) {
        const headers = { ...session.headers(), 'content-type': form.type };
        const { status } = await transport.request({
          method: 'POST',
          path: '/v1/transmissions',
          headers,
          body: form.body,
        });
        if (status !== 201) throw new Error(`status ${status}`);
      }
    }),
  );
  const seconds = (performance.now() - begun) / 1000;
  const cpuUsed = (await cpuSeconds()) - cpuBefore;
  transport.close();
  return { perSecond: packed.length / seconds, perCpuSecond: packed.length / cpuUsed };
}

const rows: string[] = [];
await run(addresses.hub, 8, await packMany(100));
await run(addresses.bare, 8, await packMany(100));
for (const clients of CLIENTS) {
  const bare = await run(addresses.bare, clients, await packMany(PER_RUN));
  const hub = await run(addresses.hub, clients, await packMany(PER_RUN));
  const cells = [
    clients,
    bare.perSecond,
    hub.perSecond,
    hub.perSecond / bare.perSecond,
    bare.perCpuSecond,
    hub.perCpuSecond,
    hub.perCpuSecond / bare.perCpuSecond,
  ];
  rows.push(
    `| ${cells.map((value, at) => ([3, 6].includes(at) ? value.toFixed(2) : Math.round(value))).join(' | ')} |`,
  );
}
console.log(
  '| clients | bare /s | hub /s | ratio | bare /CPU s | hub /CPU s | ratio |\n| ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
);
console.log(rows.join('\n'));
server.send('stop');
await once(server, 'exit');
rmSync(folder, { recursive: true, force: true });
process.exit(0);
