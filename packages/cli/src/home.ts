import { hostname } from 'node:os';
import {
  type FileStore,
  HubConnection,
  HubTrust,
  renewingTransport,
  type TokenStore,
  type Transport,
} from '@musubi/client';
import { createFileStore, createNodeTransport } from '@musubi/client/node';
import { derOf, type Identity, identityFromPkcs8, parseCertificate } from '@musubi/evidence';
import { z } from 'zod';
import { homeFolder } from './home-folder.js';
import { CommandError } from './terminal/output.js';

const key = { certificatePems: z.array(z.string()).min(1), privateKeyPem: z.string() };
const settings = z.object({
  hubUrl: z.string(),
  caPem: z.string().nullable(),
  userId: z.string(),
  terminal: z.object({ id: z.string(), name: z.string(), secret: z.string().nullable() }),
  ...key,
  /** Keys of earlier certificates: what was encrypted to them stays readable. */
  previousKeys: z.array(z.object(key)),
  token: z.string().nullable(),
  refreshToken: z.string().nullable(),
});
export type HomeSettings = z.infer<typeof settings>;

/** What the command keeps on this computer, readable by its user only: connection, terminal, key, session, outbox. */
export interface Home {
  readonly files: FileStore;
  load(): Promise<HomeSettings | null>;
  save(values: HomeSettings): Promise<void>;
}

const FILE = 'settings.json';

export function openHome(): Home {
  const files = createFileStore(homeFolder());
  return {
    files,
    load: async () => {
      const bytes = await files.read(FILE);
      return bytes ? settings.parse(JSON.parse(new TextDecoder().decode(bytes))) : null;
    },
    save: (values) => files.write(FILE, new TextEncoder().encode(JSON.stringify(values))),
  };
}

export function newTerminal(): HomeSettings['terminal'] {
  return { id: crypto.randomUUID(), name: hostname().slice(0, 100) || '端末', secret: null };
}

export async function identityOf({
  certificatePems,
  privateKeyPem,
}: Pick<HomeSettings, 'certificatePems' | 'privateKeyPem'>): Promise<Identity> {
  const [certificate, ...chain] = await Promise.all(certificatePems.map(parseCertificate));
  if (!certificate) throw new CommandError('証明書がありません。もう一度ログインしてください。');
  return identityFromPkcs8(certificate, chain, derOf(privateKeyPem));
}

export function connect(
  { hubUrl, caPem, token, terminal }: HomeSettings,
  transport: Transport = createNodeTransport(hubUrl, caPem),
): HubConnection {
  const credentials = token && terminal.secret ? { token, terminal: `${terminal.id}.${terminal.secret}` } : null;
  return new HubConnection(transport, () => credentials);
}

/** Tokens in the home folder: other musubi processes may have renewed them since we read them. */
function tokensOf(home: Home, values: HomeSettings): TokenStore {
  let renewal: Promise<unknown> = Promise.resolve();
  return {
    load: async () => {
      const { token, refreshToken, terminal } = (await home.load()) ?? values;
      return token && terminal.secret ? { token, refreshToken, terminal: `${terminal.id}.${terminal.secret}` } : null;
    },
    save: async ({ token, refreshToken }) => home.save({ ...((await home.load()) ?? values), token, refreshToken }),
    alone: (run) => {
      const mine = renewal.then(run);
      renewal = mine.catch(() => {}); // whoever asked for it reports it
      return mine;
    },
  };
}

/** Where the authorities of a hub are pinned: logging in to another hub begins anew. */
export const pinsPath = ({ hubUrl }: Pick<HomeSettings, 'hubUrl'>): string =>
  `trust/${encodeURIComponent(new URL(hubUrl).host)}.json`;

/** The path of the people this computer knows of an office, one for each hub and office. */
export const peoplePath = ({ hubUrl }: Pick<HomeSettings, 'hubUrl'>, officeNumber: string): string =>
  `trust/people-${encodeURIComponent(new URL(hubUrl).host)}-${officeNumber}.json`;

export interface Login {
  readonly home: Home;
  readonly values: HomeSettings;
  readonly hub: HubConnection;
  readonly trust: HubTrust;
  readonly identity: Identity;
}

/** The signed-in home; says how to sign in when there is none. */
export async function requireLogin(): Promise<Login> {
  const home = openHome();
  const values = await home.load();
  if (!values?.token) throw new CommandError('ログインしていません。先に「musubi login」を実行してください。');
  const transport = renewingTransport(createNodeTransport(values.hubUrl, values.caPem), tokensOf(home, values));
  const hub = connect(values, transport);
  const trust = new HubTrust(hub, home.files, pinsPath(values));
  return { home, values, hub, trust, identity: await identityOf(values) };
}
