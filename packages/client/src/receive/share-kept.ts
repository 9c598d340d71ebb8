import { addRecipients, type Certificate, EvidenceError, type Identity } from '@musubi/evidence';
import { type HubConnection, HubProblem } from '../hub/connection.js';
import { listAll } from './receive.js';

/**
 * Makes what the hub still keeps for this office readable by a new certificate, while the old key is at hand. The
 * ciphertext and its signature stay; only the recipient list grows. One that fails does not stop the rest. `renewed` is a
 * certificate whose key lies on this terminal: what a hub names is never shared with (docs/decisions/0016).
 */
export async function shareKept(
  hub: HubConnection,
  old: Identity,
  renewed: Certificate,
  boxes: readonly ('inbox' | 'sent')[] = ['inbox', 'sent'],
): Promise<{ readonly shared: number; readonly failed: number }> {
  let shared = 0;
  let failed = 0;
  for (const box of boxes) {
    for await (const { id, delivery } of listAll(hub, { box })) {
      if (delivery === 'recalled' || delivery === 'expired') continue;
      try {
        const payload = await hub.call('getPayload', { params: { id } });
        if (!(payload instanceof Uint8Array)) throw new TypeError('the payload route answers with bytes');
        await hub.call('addReaders', { params: { id }, body: await addRecipients(payload, old, [renewed]) });
        shared++;
      } catch (error) {
        if (!(error instanceof EvidenceError || error instanceof HubProblem)) throw error;
        failed++;
      }
    }
  }
  return { shared, failed };
}
