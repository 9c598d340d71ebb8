import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import { usualDataFolder } from './safe-folder.js';
import { SettingsError } from './settings-error.js';

export { SettingsError } from './settings-error.js';

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const whole = (min: number, max: number) => z.coerce.number().int().min(min).max(max);
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean),
);
const MEGABYTE = 1024 * 1024;

/** An address or a network of them, e.g. 192.0.2.7 or 10.0.0.0/8. */
function isNetwork(text: string): boolean {
  const [, address = '', length] = /^([^/]+)(?:\/([1-9]\d{0,2}))?$/.exec(text) ?? [];
  const version = isIP(address);
  return version !== 0 && (length === undefined || Number(length) <= (version === 4 ? 32 : 128));
}

/** All settings of a hub in one table: environment variable, form, default, what it is for. */
const SETTINGS = {
  host: { env: 'MUSUBI_HOST', form: z.string().min(1), initial: '127.0.0.1', label: '待ち受けるアドレス' },
  port: { env: 'MUSUBI_PORT', form: whole(0, 65_535), initial: 8443, label: '待ち受けるポート' },
  publicName: {
    env: 'MUSUBI_PUBLIC_NAME',
    form: z.string().min(1),
    initial: 'musubi-hub',
    label: '連携基盤の名前（証跡に使う）',
  },
  hostnames: {
    env: 'MUSUBI_HOSTNAMES',
    form: list,
    initial: ['localhost', '127.0.0.1'],
    label: 'TLS サーバ証明書に入れる名前（カンマ区切り）',
  },
  dataFolder: {
    env: 'MUSUBI_DATA',
    form: z.string().min(1),
    initial: usualDataFolder(),
    label: 'データを置くフォルダ',
  },
  databaseUrl: {
    env: 'DATABASE_URL',
    form: z.string().min(1),
    initial: null,
    label: '使う PostgreSQL（空なら内蔵のものを起動）',
  },
  databaseOwnerUrl: {
    env: 'MUSUBI_DATABASE_OWNER_URL',
    form: z.string().min(1),
    initial: null,
    label: '表を持つロールでの DATABASE_URL（更新のときだけ使う。空なら DATABASE_URL のロールが表を作る）',
  },
  auditCopy: {
    env: 'MUSUBI_AUDIT_COPY',
    form: z.string().min(1),
    initial: null,
    label: '監査記録の写しを書き足すフォルダ（別の機械のフォルダをつないでおく。空なら写しは出ない）',
  },
  keySecretFile: {
    env: 'MUSUBI_KEY_SECRET_FILE',
    form: z.string().min(1),
    initial: null,
    label: '鍵のファイルを封じる合言葉のファイル（20文字以上。データのフォルダの外に置く。空なら封じない）',
  },
  plainHttp: {
    env: 'MUSUBI_PLAIN_HTTP',
    form: flag,
    initial: false,
    label: 'TLS なしで待ち受ける（同じ機械で TLS を終端するとき、デモのときだけ）',
  },
  trustedProxies: {
    env: 'MUSUBI_TRUSTED_PROXIES',
    form: list.refine((networks) => networks.every(isNetwork), {
      error: 'アドレスか、アドレス/長さ（例: 127.0.0.1, 10.0.0.0/8）をカンマで区切って書いてください。',
    }),
    initial: [],
    label: '前に置いたプロキシのアドレス（カンマ区切り。ここから来た X-Forwarded-For だけを信じる。空なら信じない）',
  },
  allowTls12: { env: 'MUSUBI_ALLOW_TLS12', form: flag, initial: false, label: 'TLS 1.2（AEAD 方式だけ）も受け付ける' },
  trustAnchors: {
    env: 'MUSUBI_TRUST_ANCHORS',
    form: z.string().min(1),
    initial: null,
    label: '外部の認証局の証明書（PEM ファイル）',
  },
  revocationLists: {
    env: 'MUSUBI_REVOCATION_LISTS',
    form: z.string().min(1),
    initial: null,
    label: '外部の認証局の失効リスト（PEM ファイル）',
  },
  retentionDays: { env: 'MUSUBI_RETENTION_DAYS', form: whole(1, 3650), initial: 93, label: '中身を保存する日数' },
  recordYears: {
    env: 'MUSUBI_RECORD_YEARS',
    form: whole(2, 30),
    initial: 5,
    label: '送受信の記録と証跡を保存する年数',
  },
  maxFileBytes: {
    env: 'MUSUBI_MAX_FILE_BYTES',
    form: whole(1000, 1000 * MEGABYTE),
    initial: 10 * MEGABYTE,
    label: '1ファイルの上限（バイト）',
  },
  maxTransmissionBytes: {
    env: 'MUSUBI_MAX_TRANSMISSION_BYTES',
    form: whole(1000, 1000 * MEGABYTE),
    initial: 50 * MEGABYTE,
    label: '1送信の上限（バイト）',
  },
  maxConnections: {
    env: 'MUSUBI_MAX_CONNECTIONS',
    form: whole(10, 100_000),
    initial: 2000,
    label: '同時につながる数の上限',
  },
  requestsPerMinute: {
    env: 'MUSUBI_REQUESTS_PER_MINUTE',
    form: whole(60, 1_000_000),
    initial: 3000,
    label: '1人（1台の機械）の1分あたりの要求の上限',
  },
  idleMinutes: {
    env: 'MUSUBI_IDLE_MINUTES',
    form: whole(1, 480),
    initial: 30,
    label: '操作がないときにログインが切れるまでの分',
  },
  lockAfterFailures: {
    env: 'MUSUBI_LOCK_AFTER_FAILURES',
    form: whole(3, 20),
    initial: 5,
    label: '続けて間違えたときにロックする回数',
  },
  lockMinutes: { env: 'MUSUBI_LOCK_MINUTES', form: whole(1, 1440), initial: 30, label: 'ロックする分' },
  initialPasswordDays: {
    env: 'MUSUBI_INITIAL_PASSWORD_DAYS',
    form: whole(1, 90),
    initial: 14,
    label: '初期パスワードを使える日数',
  },
  notFetchedDays: {
    env: 'MUSUBI_NOT_FETCHED_DAYS',
    form: whole(1, 60),
    initial: 3,
    label: '取得されていないことをメールで知らせるまでの日数',
  },
  webFolder: {
    env: 'MUSUBI_WEB_FOLDER',
    form: z.string().min(1),
    initial: null,
    label: 'ブラウザ版のフォルダ（空なら packages/web/dist）',
  },
  demoFile: {
    env: 'MUSUBI_DEMO_FILE',
    form: z.string().min(1),
    initial: null,
    label: 'デモ用のログインを書いた JSON ファイル',
  },
  smtpUrl: {
    env: 'MUSUBI_SMTP_URL',
    form: z.string().min(1),
    initial: null,
    label: '招待やお知らせのメールを送るサーバ（smtps://利用者:パスワード@ホスト など。空なら送らない）',
  },
  mailFrom: { env: 'MUSUBI_MAIL_FROM', form: z.string().min(1), initial: null, label: 'メールの差出人' },
  pushAllowAnyHost: {
    env: 'MUSUBI_PUSH_ALLOW_ANY_HOST',
    form: flag,
    initial: false,
    label: 'ブラウザ通知の宛先に、この機械や内部の名前も許す（試験用）',
  },
  publicUrl: {
    env: 'MUSUBI_PUBLIC_URL',
    form: z.url({ protocol: /^https?$/ }),
    initial: null,
    label:
      '利用者がブラウザで開くアドレス（メールのリンクと、ログインの宛先に使う。前にプロキシを置くときは必ず書く。空なら待ち受けのアドレス）',
  },
  applicationApproval: {
    env: 'MUSUBI_APPLICATION_APPROVAL',
    form: z.enum(['automatic', 'operator']),
    initial: 'operator',
    label: '利用申請の承認（automatic: 公表されている事業所の一覧と合えば自動、operator: 運営者が行う）',
  },
  authority: {
    env: 'MUSUBI_AUTHORITY',
    form: z.enum(['trial', 'external']),
    initial: 'trial',
    label: '証明書の発行（trial: 内蔵の試験用認証局、external: 外部の認証局に申請する）',
  },
  metricsToken: {
    env: 'MUSUBI_METRICS_TOKEN',
    form: z.string().min(20),
    initial: null,
    label: '測定値（/metrics）を読むための合言葉（Bearer。20文字以上。空なら測定値を出さない）',
  },
  logLevel: {
    env: 'MUSUBI_LOG_LEVEL',
    form: z.enum(['silent', 'error', 'warn', 'info']),
    initial: 'info',
    label: '記録の詳しさ',
  },
} as const;

/** The environment's variable of each setting. */
export const SETTING_NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries(SETTINGS).map(([key, { env }]) => [key, env]),
);

type Table = typeof SETTINGS;
type Widen<T> = T extends string
  ? string
  : T extends number
    ? number
    : T extends boolean
      ? boolean
      : T extends readonly (infer U)[]
        ? readonly Widen<U>[]
        : T;
export type Settings = {
  readonly [K in keyof Table]: z.output<Table[K]['form']> | Widen<Table[K]['initial']>;
};

/** Reads settings from the environment and overrides; reports all mistakes at once. */
export function readSettings(environment: NodeJS.ProcessEnv, overrides: Partial<Settings> = {}): Settings {
  const mistakes: string[] = [];
  const values = Object.entries(SETTINGS).map(([name, { env, form, initial, label }]) => {
    const given = environment[env];
    if (given === undefined || given === '') return [name, initial];
    const parsed = form.safeParse(given);
    if (!parsed.success)
      mistakes.push(`${env}（${label}）: 「${given}」は使えません。${parsed.error.issues[0]?.message ?? ''}`);
    return [name, parsed.data];
  });
  if (mistakes.length > 0) throw new SettingsError(mistakes.join('\n'));
  const settings = { ...Object.fromEntries(values), ...overrides };
  const contradictions = contradictionsOf(settings);
  if (contradictions.length > 0) throw new SettingsError(contradictions.join('\n'));
  return settings;
}

/** Names and addresses of this machine itself: what goes there never leaves it. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);

/** `pg` verifies certificate and name with each of these; `prefer`, `allow` and none go on without TLS. */
const TLS_MODES: readonly (string | null)[] = ['require', 'verify-ca', 'verify-full'];

/** A database on this machine (a socket is a path), or one that is spoken to by TLS (R18). */
function isSafeDatabase(url: string): boolean {
  if (!URL.canParse(url)) return true; // opening it says what is wrong
  const { hostname, searchParams } = new URL(url);
  const host = searchParams.get('host') ?? decodeURIComponent(hostname);
  return host === '' || host.startsWith('/') || isLoopback(host) || TLS_MODES.includes(searchParams.get('sslmode'));
}

/** What each setting allows by itself but not together. Never repeats the mail server's address: a password is in it. */
function contradictionsOf(settings: Settings): string[] {
  const { plainHttp, host, smtpUrl, mailFrom, webFolder, authority, trustAnchors, databaseUrl, databaseOwnerUrl } =
    settings;
  const mistakes: readonly (readonly [boolean, string])[] = [
    [
      plainHttp && !isLoopback(host),
      `MUSUBI_PLAIN_HTTP は、この機械の中だけで待ち受けるとき（MUSUBI_HOST が 127.0.0.1 など）にしか使えません。いまは「${host}」です。`,
    ],
    [smtpUrl !== null && !/^smtps?:\/\//.test(smtpUrl), 'MUSUBI_SMTP_URL は smtp:// か smtps:// で始めてください。'],
    [
      smtpUrl !== null && mailFrom === null,
      'MUSUBI_SMTP_URL を使うときは、差出人を MUSUBI_MAIL_FROM に書いてください。',
    ],
    [
      authority === 'trial' && trustAnchors !== null,
      '内蔵の試験用認証局と外部の認証局は、一緒には使えません。外部の認証局を使うときは MUSUBI_AUTHORITY=external とし、試験のときは MUSUBI_TRUST_ANCHORS を外してください。',
    ],
    [
      authority === 'external' && trustAnchors === null,
      'MUSUBI_AUTHORITY=external のときは、外部の認証局の証明書（PEM ファイル）を MUSUBI_TRUST_ANCHORS に書いてください。',
    ],
    [
      databaseOwnerUrl !== null && databaseUrl === null,
      'MUSUBI_DATABASE_OWNER_URL は DATABASE_URL と一緒に使います（内蔵の PostgreSQL では、連携基盤がロールを作ります）。',
    ],
    [
      [databaseUrl, databaseOwnerUrl].some((url) => url !== null && !isSafeDatabase(url)),
      'DATABASE_URL と MUSUBI_DATABASE_OWNER_URL の PostgreSQL が別の機械にあるときは、TLS が要ります（?sslmode=verify-full を付けてください）。',
    ],
    [
      webFolder !== null && !existsSync(join(webFolder, 'index.html')),
      `MUSUBI_WEB_FOLDER の「${webFolder}」に index.html がありません。「npm run build」で作ってください。`,
    ],
  ];
  return mistakes.flatMap(([isWrong, sentence]) => (isWrong ? [sentence] : []));
}
