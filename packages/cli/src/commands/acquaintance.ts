import {
  type Acquaintance,
  endorse,
  type HubConnection,
  type KnownCertificates,
  type Meeting,
  wordsOf,
} from '@musubi/client';
import type { Session } from '@musubi/contract';
import type { Certificate, Identity } from '@musubi/evidence';
import { type HomeSettings, identityOf } from '../home.js';
import { line, say } from '../terminal/output.js';

/** Reading out many is nobody's wish, and words take their time to be made. */
const MOST_READ_OUT = 5;

/** Says whom a batch met for the first time, and whose new certificates nothing was encrypted to. */
export async function sayMeetings(meetings: readonly Meeting[]): Promise<void> {
  const first = meetings.filter(({ isFirst }) => isFirst);
  for (const { office, fingerprints } of first.slice(0, MOST_READ_OUT))
    for (const one of fingerprints)
      say(line`${office.name}（${office.officeNumber}）の証明書を覚えました。ことば: ${await wordsOf(one)}`);
  if (first.length > MOST_READ_OUT)
    say(
      `ほかに${first.length - MOST_READ_OUT}事業所の証明書を覚えました。「musubi trust office 事業所番号」で「ことば」を見られます。`,
    );
  for (const { office, strangers, isFirst } of meetings)
    if (!isFirst && strangers.length > 0) {
      say(
        line`△ ${office.name}（${office.officeNumber}）に、裏書きのない新しい証明書が${strangers.length}件あります。それには暗号化していません。`,
      );
      for (const one of strangers) await sayQuestion(one);
    }
}

/** Says what to compare, and how to decide about a certificate. */
export async function sayQuestion(fingerprint: string): Promise<void> {
  const words = await wordsOf(fingerprint);
  say(`  ことば: ${words}`);
  say(
    `  事業所に電話をかけ（番号は手元の名刺や契約書のもの）、証明書の「ことば」を読んでもらってください。同じなら「musubi trust accept ${words}」、違えば「musubi trust refuse ${words}」。`,
  );
}

/** Says what the office's own certificates are like when they are not all known. */
export async function sayOwn({ strangers }: Pick<Acquaintance, 'strangers'>): Promise<void> {
  if (strangers.length === 0) return;
  say(`△ 自事業所に、見覚えのない証明書が${strangers.length}件登録されています。`);
  for (const one of strangers) say(`  ことば: ${await wordsOf(one)}`);
  say(
    '  同僚が新しい PC 用に申請したものなら、管理者が「musubi trust endorse ことば」で裏書きします。だれも覚えがなければ、「設定」の「証明書」ですぐ失効させ、運営者へ電話で知らせてください。',
  );
}

/** Meets the own office at sign-in: what its clients do not know of is said. */
export async function meetOwnOffice(
  known: KnownCertificates,
  { office, account }: Session,
  { fingerprint }: Certificate,
): Promise<void> {
  const holder = account.agent ? 'agent' : 'office';
  await sayOwn(await known.meetOwn(office.officeNumber, { fingerprint, holder }, new Date()));
}

/** After a renewal: the certificate before endorses the new one, so that partners go on without a question. */
export async function endorseRenewed(hub: HubConnection, values: HomeSettings, session: Session): Promise<void> {
  const [previous] = values.previousKeys;
  if (!previous || session.account.agent) return;
  const [before, renewed]: [Identity, Identity] = [await identityOf(previous), await identityOf(values)];
  const { officeNumber } = session.office;
  const { fingerprint } = renewed.certificate;
  if (before.certificate.notAfter < new Date()) {
    say(
      '前の証明書の期限が切れているため、新しい証明書に裏書きできません。取引先には、次の「ことば」を電話で確かめてもらうことになります。',
    );
  } else if (session.account.roles.includes('administrator')) {
    await endorse(hub, before, { officeNumber, fingerprint, holder: 'office' }, new Date());
    say('前の証明書で、新しい証明書に裏書きしました。取引先は、そのまま送受信できます。');
    return;
  } else say('新しい証明書には、まだ裏書きがありません。管理者に「設定」の「証明書」で裏書きするよう頼んでください。');
  say(`  ことば: ${await wordsOf(fingerprint)}`);
}
