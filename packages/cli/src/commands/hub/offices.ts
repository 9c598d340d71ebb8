import { randomInt } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { serviceTypeName } from '@musubi/standard';
import { CommandError, print, timeText } from '../../terminal/output.js';
import { table } from '../../terminal/table.js';
import type { HubOptions } from './start.js';
import { HOST, withStore } from './store.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Registers an office. */
export async function addOffice(
  number: string,
  options: HubOptions & { name: string; service: readonly string[]; days: string },
): Promise<number> {
  if (!/^[0-9A-Z]{10}$/.test(number)) throw new CommandError('事業所番号は10桁で指定してください。', 2);
  const office = { officeNumber: number, name: options.name, serviceTypes: options.service };
  const licensedUntil = await withStore(options, async ({ context }, hub) => {
    const until = new Date(context.now().getTime() + Number(options.days) * DAY_MS);
    await hub.addOffice(context, { ...office, licensedUntil: until }, HOST);
    return until;
  });
  const { officeUserId } = await import('@musubi/hub');
  print(
    `${options.name}（${number}）を登録しました。\n事業所ユーザID: ${officeUserId(number)}\nライセンス: ${timeText(licensedUntil.toISOString())} まで`,
  );
  return 0;
}

export async function listOffices(options: HubOptions & { search?: string }): Promise<number> {
  const { items } = await withStore(options, ({ context }, hub) =>
    hub.listOffices(context.database, { search: options.search, limit: 200 }, context.now()),
  );
  const rows = items.map((office) => [
    office.officeNumber,
    office.name,
    office.serviceTypes.map(serviceTypeName).join('、'),
    office.suspended ? '停止中' : timeText(office.licensedUntil?.toISOString() ?? null),
  ]);
  print(table(['事業所番号', '名前', 'サービス', 'ライセンス'], rows));
  return 0;
}

/** Makes a key, has the trial authority certify it, binds it to the office, and writes the PKCS #12 file. */
export async function issueCertificate(
  options: HubOptions & { office: string; out: string; profile: string },
): Promise<number> {
  const profile = (['kaigo', 'dx'] as const).find((known) => known === options.profile);
  if (!profile) throw new CommandError('--profile は kaigo（介護保険証明書）か dx（介護DX証明書）です。', 2);
  const evidence = await import('@musubi/evidence');
  const password = Array.from({ length: 12 }, () => 'abcdefghjkmnpqrstuvwxyz23456789'[randomInt(31)]).join('');
  const keys = await evidence.generateKeyPair('rsa-2048');
  const requestPem = await evidence.createCertificateRequest(keys);
  const { certificate, chain } = await withStore(options, async ({ context, certificates }, hub) => {
    const { certificatePem } = await hub.addCertificate(
      context,
      certificates,
      options.office,
      { requestPem, profile },
      HOST,
    );
    const { trialAuthority } = certificates.keys;
    return {
      certificate: await evidence.parseCertificate(certificatePem),
      chain: trialAuthority ? [trialAuthority.certificate] : [],
    };
  });
  const privateKeyPkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
  writeFileSync(options.out, await evidence.exportPkcs12({ certificate, chain, privateKeyPkcs8, password }), {
    mode: 0o600,
  });
  print(
    `証明書を ${options.out} に保存しました。\n証明書のパスワード（この一度だけ表示します）: ${password}\n番号: ${certificate.fingerprint}`,
  );
  return 0;
}

export async function revokeCertificate(
  fingerprint: string,
  options: HubOptions & { reason: string },
): Promise<number> {
  await withStore(options, ({ context, certificates }, hub) =>
    hub.revokeCertificate(context, certificates, fingerprint, options.reason, HOST),
  );
  print('証明書を失効させました。この証明書でのログインと送信は、すぐにできなくなります。');
  return 0;
}

type AccountKind = 'person' | 'machine' | 'operator';

/** Adds a person, machine or operator; the secret is shown this once. */
export async function addAccount(
  kind: AccountKind,
  options: HubOptions & { office: string; name: string; role: string },
): Promise<number> {
  const role = (['administrator', 'staff', 'reader', 'machine', 'operator', 'emergency'] as const).find(
    (known) => known === options.role,
  );
  if (!role)
    throw new CommandError(
      '--role は administrator（管理者）、staff（送受信担当）、reader（閲覧のみ）のどれかです。',
      2,
    );
  const { account, secret } = await withStore(options, ({ context }, hub) =>
    hub.addAccount(context, { officeNumber: options.office, displayName: options.name, kind, role }, HOST),
  );
  const label = kind === 'machine' ? '機械の秘密' : '初期パスワード';
  print(`ユーザID: ${account.userId}\n${label}（この一度だけ表示します）: ${secret}`);
  return 0;
}
