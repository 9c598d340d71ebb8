import { endorse, fingerprintText, type HubAuthority, type KnownOffice, wordsOf } from '@musubi/client';
import { type Login, requireLogin } from '../home.js';
import { CommandError, dateText, line, print } from '../terminal/output.js';

const USES = { offices: '事業所の証明書を発行する認証局', receipts: '証跡に署名する連携基盤の認証局' } as const;
const HOW = {
  first: '初めてのときに覚えました',
  endorsed: '事業所の裏書きがあります',
  accepted: '確かめて受け入れました',
  own: 'この端末の証明書です',
} as const;

/** Shows the authorities the hub names, which of them this computer goes by, and certificates nobody decided about. */
export async function trust(): Promise<number> {
  const login = await requireLogin();
  const authorities = await login.trust.authorities();
  for (const one of authorities) print(describe(one));
  const waiting = authorities.filter(({ isAccepted }) => !isAccepted);
  print(
    waiting.length === 0
      ? 'すべて、この端末で受け入れている認証局です。'
      : `まだ受け入れていない認証局が${waiting.length}件あります。運営者が公表している指紋と比べ、同じときだけ「musubi trust accept 指紋」で受け入れてください。`,
  );
  const own = await ownNumber(login);
  await login.trust.known.look(own, new Date());
  await printOffice(login, own);
  for (const officeNumber of await login.trust.known.offices()) {
    const strangers = (await login.trust.known.of(officeNumber))?.strangers ?? [];
    if (officeNumber === own || strangers.length === 0) continue;
    print(line`事業所 ${officeNumber}: 裏書きのない新しい証明書が${strangers.length}件あります。`);
    for (const one of strangers) print(await describeOne(one, '？', 'まだ確かめていません'));
  }
  return 0;
}

/** Shows an office's certificates as this computer knows them, with the words to compare on the telephone. */
export async function trustOffice(officeNumber: string): Promise<number> {
  const login = await requireLogin();
  if ((await login.trust.known.of(officeNumber)) === null)
    throw new CommandError('この事業所とは、この端末ではまだ送受信していません。事業所番号を確かめてください。');
  await login.trust.known.look(officeNumber, new Date());
  await printOffice(login, officeNumber);
  return 0;
}

async function printOffice({ trust: { known } }: Login, officeNumber: string): Promise<void> {
  const office = await known.of(officeNumber);
  print(line`事業所 ${officeNumber} の証明書`);
  for (const { fingerprint, how } of office?.known ?? []) print(await describeOne(fingerprint, '○', HOW[how]));
  for (const one of office?.strangers ?? []) print(await describeOne(one, '？', '裏書きがなく、まだ確かめていません'));
  for (const one of office?.leftOut ?? []) print(await describeOne(one, '✕', '使わないことにしました'));
}

async function describeOne(fingerprint: string, mark: string, how: string): Promise<string> {
  return `${mark} ${how}\n  ことば: ${await wordsOf(fingerprint)}\n  指紋（SHA-256）: ${fingerprintText(fingerprint)}`;
}

async function ownNumber({ hub }: Login): Promise<string> {
  return (await hub.call('currentSession', {})).office.officeNumber;
}

function describe({ certificate, use, isAccepted }: HubAuthority): string {
  const { subject, notBefore, notAfter, fingerprint } = certificate;
  return [
    `${isAccepted ? '○ 受け入れています' : '✕ まだ受け入れていません'}　${USES[use]}`,
    line`  名前: ${subject}`,
    `  有効期間: ${dateText(notBefore)}〜${dateText(notAfter)}`,
    `  指紋（SHA-256）: ${fingerprintText(fingerprint)}`,
  ].join('\n');
}

/** The certificate a person means by its whole fingerprint or its eight words: so somebody has them at hand to compare. */
type Meant = (fingerprint: string) => Promise<boolean>;

function meantBy(parts: readonly string[]): Meant {
  const fingerprint = parts.join('').replaceAll(/[\s:]/g, '').toLowerCase();
  if (/^[0-9a-f]{64}$/.test(fingerprint)) return async (one) => one === fingerprint;
  const words = parts
    .join('・')
    .split(/[・\s、,]+/)
    .filter((one) => one !== '');
  if (words.length !== 8 || words.some((one) => !/^[ぁ-ん]+$/.test(one)))
    throw new CommandError('指紋（SHA-256、0〜9とa〜fの64文字）か、「ことば」（8語）をすべて指定してください。', 2);
  return async (one) => (await wordsOf(one)) === words.join('・');
}

/** Undecided or refused certificates of all offices that this computer met, of which one is meant. */
async function findMeant(
  { trust: { known } }: Login,
  isMeant: Meant,
  listed: (office: KnownOffice) => readonly string[],
): Promise<{ officeNumber: string; fingerprint: string } | null> {
  for (const officeNumber of await known.offices()) {
    const office = await known.of(officeNumber);
    for (const fingerprint of office ? listed(office) : [])
      if (await isMeant(fingerprint)) return { officeNumber, fingerprint };
  }
  return null;
}

const NOT_FOUND =
  'この指紋・「ことば」の認証局や証明書は、連携基盤が示すものの中にありません。「musubi trust」で確かめてください。';

/** Goes by an authority, or by an office's certificate, from now on. */
export async function accept(parts: readonly string[]): Promise<number> {
  const isMeant = meantBy(parts);
  const login = await requireLogin();
  let subject = '';
  for (const one of await login.trust.authorities())
    if (await isMeant(one.certificate.fingerprint)) {
      await login.trust.accept(one);
      ({ subject } = one.certificate);
    }
  if (subject !== '') {
    print(line`認証局「${subject}」を受け入れました。`);
    return 0;
  }
  const found = await findMeant(login, isMeant, ({ strangers, leftOut }) => [...strangers, ...leftOut]);
  if (!found) throw new CommandError(NOT_FOUND);
  await login.trust.known.accept(found.officeNumber, found.fingerprint, new Date());
  print(line`事業所 ${found.officeNumber} の証明書を受け入れました。送れなかったものは、もう一度送ってください。`);
  return 0;
}

/** Leaves a certificate out: nothing is encrypted to it, what it signs is not opened, and it is asked about no more. */
export async function refuse(parts: readonly string[]): Promise<number> {
  const isMeant = meantBy(parts);
  const login = await requireLogin();
  const found = await findMeant(login, isMeant, ({ strangers }) => strangers);
  if (!found) throw new CommandError(NOT_FOUND);
  await login.trust.known.leaveOut(found.officeNumber, found.fingerprint);
  print(line`事業所 ${found.officeNumber} のこの証明書は使いません。運営者へも電話で知らせてください。`);
  return 0;
}

/** Signs that a further certificate is the own office's: partners go by it from then on. */
export async function endorseOwn(parts: readonly string[]): Promise<number> {
  const isMeant = meantBy(parts);
  const login = await requireLogin();
  const officeNumber = await ownNumber(login);
  const { certificates } = await login.hub.call('listOfficeCertificates', { params: { officeNumber } });
  for (const { fingerprint, holder, revokedAt } of certificates) {
    if (revokedAt !== null || !(await isMeant(fingerprint))) continue;
    await endorse(login.hub, login.identity, { officeNumber, fingerprint, holder }, new Date());
    await login.trust.known.look(officeNumber, new Date());
    const as = holder === 'agent' ? '代行者の証明書' : '自事業所の証明書';
    print(`${as}として裏書きしました。取引先は、この証明書をそのまま使えます。`);
    return 0;
  }
  throw new CommandError(NOT_FOUND);
}
