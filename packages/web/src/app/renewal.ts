import { shareKept } from '@musubi/client';
import type { Tell } from '../ui/toasts.js';
import type { Desk } from './desk.js';

/** With a new certificate, what is still kept becomes readable by it as well. */
export async function finishRenewal(desk: Desk, tell: Tell): Promise<void> {
  const [current, earlier] = desk.state.identities;
  if (!current || !earlier) return;
  const flag = `renewal/${current.certificate.fingerprint}`;
  if (!(await desk.files.read(flag))) return;
  tell('info', '証明書が新しくなりました。保管中のデータを、新しい証明書でも読めるようにしています。');
  const { shared, failed } = await shareKept(desk.hub, earlier, current.certificate);
  if (failed === 0) {
    await desk.files.remove(flag);
    tell('good', `保管中の${shared}件を、新しい証明書でも読めるようにしました。`);
  } else {
    tell(
      'care',
      `${shared}件を新しい証明書でも読めるようにしました。${failed}件はできませんでした。この端末では、引き続き読めます。`,
    );
  }
}
