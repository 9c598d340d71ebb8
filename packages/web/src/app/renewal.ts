import { endorse, shareKept } from '@musubi/client';
import type { Identity } from '@musubi/evidence';
import type { Tell } from '../ui/toasts.js';
import type { Desk } from './desk.js';

/**
 * With a new certificate of the same office, what is still kept becomes readable by it as well. Which certificates are
 * the office's is what the hub says: one of another office in this browser, or an agent's, gets nothing. An agent's go
 * with each other, for what the agent may read.
 */
export async function finishRenewal(desk: Desk, tell: Tell): Promise<void> {
  const flagged = await desk.terminalFiles.list('renewal');
  if (flagged.length === 0) return;
  const { certificates } = await desk.hub.call('listOwnCertificates', {});
  const agent = desk.state.session?.account.agent ?? null;
  const isOwn = (fingerprint: string) =>
    certificates.some((one) => one.fingerprint === fingerprint && (one.agentName === null) === (agent === null));
  const own = desk.state.identities.filter(({ certificate }) => isOwn(certificate.fingerprint));
  for (const fingerprint of flagged) {
    const renewed = own.find(({ certificate }) => certificate.fingerprint === fingerprint);
    const earlier = own.find((one) => one !== renewed);
    if (!renewed || !earlier) continue;
    if (agent?.mayReceive === false) {
      await desk.terminalFiles.remove(`renewal/${fingerprint}`);
      continue;
    }
    const boxes = agent?.maySend === false ? (['inbox'] as const) : undefined;
    await endorseRenewed(desk, earlier, renewed, tell);
    tell('info', '証明書が新しくなりました。保管中のデータを、新しい証明書でも読めるようにしています。');
    const { shared, failed } = await shareKept(desk.hub, earlier, renewed.certificate, boxes);
    if (failed === 0) await desk.terminalFiles.remove(`renewal/${fingerprint}`);
    const rest = failed === 0 ? '' : `${failed}件はできませんでした。この端末では、引き続き読めます。`;
    tell(failed === 0 ? 'good' : 'care', `保管中の${shared}件を、新しい証明書でも読めるようにしました。${rest}`);
  }
}

/** The certificate before endorses the new one, so that partners go on without a question; an administrator's act. */
async function endorseRenewed(desk: Desk, earlier: Identity, { certificate }: Identity, tell: Tell): Promise<void> {
  const { session } = desk.state;
  if (!session || session.account.agent) return;
  const { officeNumber } = session.office;
  const { fingerprint } = certificate;
  const params = { officeNumber };
  const { certificates } = await desk.hub.call('listOfficeCertificates', { params });
  const isEndorsed = certificates.some((one) => one.fingerprint === fingerprint && one.endorsements.length > 0);
  if (isEndorsed) return;
  if (!session.account.roles.includes('administrator')) {
    tell(
      'care',
      '新しい証明書に、まだ裏書きがありません。管理者に「設定」の「証明書」で裏書きするよう頼んでください。',
    );
    return;
  }
  if (earlier.certificate.notAfter < new Date()) {
    tell(
      'care',
      '前の証明書の期限が切れているため、裏書きできません。取引先に証明書の「ことば」を電話で伝えてください。',
    );
    return;
  }
  await endorse(desk.hub, earlier, { officeNumber, fingerprint, holder: 'office' }, new Date());
}
