import { readFileSync } from 'node:fs';
import { HubTrust, KnownPeople, loginPerson, shareKept } from '@musubi/client';
import type { Session } from '@musubi/contract';
import { certificateToPem, EvidenceError, type Pkcs12Key, readPkcs12, toPem } from '@musubi/evidence';
import {
  connect,
  type Home,
  type HomeSettings,
  identityOf,
  newTerminal,
  openHome,
  peoplePath,
  pinsPath,
  requireLogin,
} from '../home.js';
import { ask, askSecret, CommandError, dateText, line, print, say, timeText } from '../terminal/output.js';
import { endorseRenewed, meetOwnOffice } from './acquaintance.js';

export interface LoginOptions {
  readonly hub?: string;
  readonly ca?: string;
  readonly certificate?: string;
  /** The key in a certificate file that holds several, counted from 1. */
  readonly key?: string;
  readonly user?: string;
  readonly officeId?: string;
  readonly oneTimeCode?: string;
}

/** Signs in; hub, certificate and user are remembered after the first time. */
export async function login(options: LoginOptions): Promise<number> {
  const home = openHome();
  const known = await home.load();
  const values = await settingsFrom(options, known);
  const hub = connect({ ...values, token: null });
  const password = await askSecret('パスワード', 'MUSUBI_PASSWORD');
  const person = {
    userId: values.userId,
    password,
    terminal: values.terminal,
    ...(options.officeId ? { officeUserId: options.officeId } : {}),
    ...(options.oneTimeCode ? { oneTimeCode: options.oneTimeCode } : {}),
  };
  const answer = await loginPerson(hub, await identityOf(values), person, new Date());
  const terminal = { ...values.terminal, secret: answer.terminalSecret ?? values.terminal.secret };
  const signedIn = { ...values, terminal, token: answer.token, refreshToken: answer.refreshToken };
  await home.save(signedIn);
  await pinAuthorities(home, signedIn);
  if (answer.session.mustChangePassword) await changeFirstPassword(signedIn, password);
  await tellOfStrangers(home, signedIn, answer.session);
  if (values.previousKeys.length > (known?.previousKeys.length ?? 0)) {
    await endorseRenewed(connect(signedIn), signedIn, answer.session);
    await shareWithNewCertificate(signedIn);
  }
  const { known: certificates } = new HubTrust(connect(signedIn), home.files, pinsPath(signedIn));
  if (answer.session.account.kind !== 'operator')
    await meetOwnOffice(certificates, answer.session, (await identityOf(signedIn)).certificate);
  const { office, account, endsAt } = answer.session;
  print(
    line`${office.name}（${office.officeNumber}）の ${account.displayName} さんとしてログインしました。${timeText(endsAt)} まで有効です。`,
  );
  return 0;
}

async function settingsFrom(options: LoginOptions, known: HomeSettings | null): Promise<HomeSettings> {
  const hubUrl = options.hub ?? known?.hubUrl;
  const userId = options.user ?? known?.userId;
  if (!hubUrl || !userId)
    throw new CommandError('初めてのログインでは --hub、--user、--certificate、--office-id を指定してください。', 2);
  const key = options.certificate ? await readKey(options.certificate, options.key) : known;
  if (!key) throw new CommandError('証明書ファイル（.p12／.pfx）を --certificate で指定してください。', 2);
  const caPem = options.ca ? readFileSync(options.ca, 'utf8') : (known?.caPem ?? null);
  const { certificatePems, privateKeyPem } = key;
  const isRenewed = known !== null && known.certificatePems[0] !== certificatePems[0];
  return {
    hubUrl,
    caPem,
    userId,
    terminal: known?.terminal ?? newTerminal(),
    certificatePems,
    privateKeyPem,
    previousKeys: isRenewed ? [known, ...known.previousKeys].map(keyOf) : (known?.previousKeys ?? []),
    token: null,
    refreshToken: null,
  };
}

/** The first time at a hub its authorities are pinned; said, so that they can be compared with what its operator says. */
async function pinAuthorities(home: Home, values: HomeSettings): Promise<void> {
  const trust = new HubTrust(connect(values), home.files, pinsPath(values));
  const isFirst = (await trust.pins()) === null;
  const authorities = await trust.authorities();
  const waiting = authorities.filter(({ isAccepted }) => !isAccepted);
  if (isFirst)
    say('この連携基盤の認証局を覚えました。運営者が公表している指紋と同じかを「musubi trust」で確かめてください。');
  if (waiting.length > 0)
    say(`まだ受け入れていない認証局が${waiting.length}件あります。「musubi trust」で確かめてください。`);
}

/** Says whom nobody of the office let in and what operators did to it; the screens have more, and the ways to refuse it. */
async function tellOfStrangers(home: Home, values: HomeSettings, { office, account }: Session): Promise<void> {
  const hub = connect(values);
  const people = new KnownPeople(hub, home.files, peoplePath(values, office.officeNumber));
  const strangers = await people.strangers(account.userId);
  for (const { displayName, userId } of strangers)
    say(
      line`注意: この事業所の人が追加していないユーザがいます: ${displayName}（${userId}）。心当たりがないときは、すぐに管理者に知らせてください。`,
    );
  await people.know(strangers.map(({ userId }) => userId));
  if (!account.roles.includes('administrator')) return;
  const { acts } = await hub.call('listActsOnOffice', {});
  const news = acts.filter(({ seen }) => !seen).length;
  if (news > 0)
    say(`注意: 連携基盤の運営者が、この事業所への操作を頼んだか、行いました（${news}件）。画面で確かめてください。`);
}

type Key = HomeSettings['previousKeys'][number];

const keyOf = ({ certificatePems, privateKeyPem }: Key): Key => ({ certificatePems, privateKeyPem });

/** With a new certificate, other terminals that know only the new one can read what is kept as well. */
async function shareWithNewCertificate(values: HomeSettings): Promise<void> {
  const [previous] = values.previousKeys;
  if (!previous) return;
  const { certificate } = await identityOf(values);
  const { shared, failed } = await shareKept(connect(values), await identityOf(previous), certificate);
  say(`保管中の${shared}件を、新しい証明書でも読めるようにしました。`);
  if (failed > 0) say(`${failed}件はできませんでした。以前の証明書があるこの端末では、引き続き取得できます。`);
}

async function readKey(path: string, wanted: string | undefined): Promise<Key> {
  const password = await askSecret('証明書ファイルのパスワード', 'MUSUBI_CERTIFICATE_PASSWORD');
  try {
    const keys = await readPkcs12(new Uint8Array(readFileSync(path)), password);
    const { certificate, chain, privateKeyPkcs8 } = keys.length === 1 ? keys[0] : await choose(keys, wanted);
    return {
      certificatePems: [certificate, ...chain].map(certificateToPem),
      privateKeyPem: toPem(privateKeyPkcs8, 'PRIVATE KEY'),
    };
  } catch (error) {
    if (error instanceof EvidenceError) throw new CommandError(`${error.message}（${error.code}）`);
    throw error;
  }
}

/** Of several keys a person says which: by --key, or asked. */
async function choose(keys: readonly Pkcs12Key[], wanted: string | undefined): Promise<Pkcs12Key> {
  const given = wanted === undefined ? undefined : keys[Number(wanted) - 1];
  if (given) return given;
  say('証明書ファイルに鍵がいくつも入っています。');
  for (const [at, { certificate, name }] of keys.entries()) {
    const { subject, notAfter, fingerprint } = certificate;
    say(
      line`  ${at + 1}: ${name === '' ? subject : `${name}（${subject}）`} ${dateText(notAfter)} まで、指紋 ${fingerprint.slice(0, 16)}…`,
    );
  }
  const key = process.stdin.isTTY ? keys[Number(await ask('使う鍵の番号')) - 1] : undefined;
  if (!key) throw new CommandError('使う鍵の番号を --key で指定してください。', 2);
  return key;
}

async function changeFirstPassword(values: HomeSettings, currentPassword: string): Promise<void> {
  say('初めてのログインです。新しいパスワード（13文字以上）を決めてください。');
  const newPassword = await askSecret('新しいパスワード', 'MUSUBI_NEW_PASSWORD');
  await connect(values).call('changePassword', { body: { currentPassword, newPassword } });
  say('パスワードを変更しました。');
}

export async function logout(): Promise<number> {
  const { home, values, hub } = await requireLogin();
  await hub.call('logout', {});
  await home.save({ ...values, token: null, refreshToken: null });
  print('ログアウトしました。');
  return 0;
}

export async function whoami(): Promise<number> {
  const { hub } = await requireLogin();
  const { office, account, endsAt } = await hub.call('currentSession', {});
  print(
    line`${office.name}（${office.officeNumber}） ${account.displayName}（${account.userId}） ${timeText(endsAt)} まで`,
  );
  return 0;
}
