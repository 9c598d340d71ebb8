import { fingerprintText, type HubAuthority } from '@musubi/client';
import { requireLogin } from '../home.js';
import { CommandError, dateText, line, print } from '../terminal/output.js';

const USES = { offices: '事業所の証明書を発行する認証局', receipts: '証跡に署名する連携基盤の認証局' } as const;

/** Shows the authorities the hub names, and which of them this computer goes by. */
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
  return 0;
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

/** Goes by an authority from now on; the whole fingerprint is asked for, so that somebody has it at hand to compare. */
export async function acceptAuthority(parts: readonly string[]): Promise<number> {
  const fingerprint = parts.join('').replaceAll(/[\s:]/g, '').toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(fingerprint))
    throw new CommandError('指紋（SHA-256）は、0〜9とa〜fの64文字をすべて指定してください。', 2);
  const login = await requireLogin();
  const meant = (await login.trust.authorities()).filter(({ certificate }) => certificate.fingerprint === fingerprint);
  if (meant.length === 0)
    throw new CommandError(
      'この指紋の認証局は、連携基盤が示す認証局の中にありません。「musubi trust」で確かめてください。',
    );
  for (const one of meant) await login.trust.accept(one);
  print(line`認証局「${meant[0]?.certificate.subject ?? ''}」を受け入れました。`);
  return 0;
}
