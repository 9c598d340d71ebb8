import { evidenceFiles, givenParts, HubProblem, type KeptContent, placeParts, verifyEvidence } from '@musubi/client';
import type { Transmission, TrustData } from '@musubi/contract';
import { EvidenceError, fromBase64 } from '@musubi/evidence';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Desk } from '../app/desk.js';
import { useDesk } from '../app/desk-context.js';
import { noteOutput } from '../app/output.js';
import { useReceipts } from '../app/queries.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { isIncoming, openContent } from './contents.js';
import { saveAsZip } from './retrieve.js';
import { ReceiptList, Verdict } from './verdict.js';

/**
 * The evidence of a transmission as files, and what was sent beside it where this browser can open it. What was never
 * fetched is not fetched for the first time here: that would be a statement to its sender.
 */
async function collect(desk: Desk, transmission: Transmission, trust: TrustData) {
  const params = { id: transmission.id };
  const isFirst = isIncoming(desk, transmission) && transmission.delivery === 'consigned';
  const [signed, payload, list, kept] = await Promise.all([
    desk.hub.call('getManifest', { params }),
    desk.hub.call('getPayload', { params }),
    desk.hub.call('listReceipts', { params }),
    isFirst ? null : openedOrNull(desk, transmission),
  ]);
  if (!(payload instanceof Uint8Array)) throw new TypeError('the payload route answers with bytes');
  const packed = { manifest: fromBase64(signed.manifest), signature: fromBase64(signed.signature), payload };
  const parts = kept && placeParts(kept, { top: '', own: `attachments/${transmission.id}/` });
  const [salt, places] = [kept?.salt ?? null, parts?.places ?? null];
  const evidence = evidenceFiles({ packed, salt, receipts: list.receipts, trust, places });
  return { evidence, parts };
}

/** Null when it can't be opened here: the verdict then says that it is not here. */
async function openedOrNull(desk: Desk, transmission: Transmission): Promise<KeptContent | null> {
  try {
    return await openContent(desk, transmission);
  } catch (error) {
    if (error instanceof EvidenceError || error instanceof HubProblem) return null;
    throw error;
  }
}

/** 証跡: what happened when, each step signed by the hub; verified here and to be taken along. */
export function Evidence({ transmission }: { transmission: Transmission }): ReactNode {
  const desk = useDesk();
  const { data, error } = useReceipts(transmission.id);
  const verifying = useMutation({
    mutationFn: async () => {
      const [{ told }, pins] = await Promise.all([desk.trust.load(), desk.trust.pins()]);
      const { evidence, parts } = await collect(desk, transmission, told);
      return verifyEvidence(evidence, parts ? givenParts(parts) : [], pins);
    },
  });
  const saving = useMutation({
    mutationFn: async () => {
      const { accepted } = await desk.trust.load();
      const { evidence, parts } = await collect(desk, transmission, accepted);
      saveAsZip(`証跡_${transmission.id}.zip`, new Map([...evidence, ...(parts?.bytes ?? [])]));
      await noteOutput(desk, 'files-saved', { transmissions: [transmission] });
    },
  });
  const problem = error ?? verifying.error ?? saving.error;
  return (
    <section className="card stack" aria-label="証跡">
      <h2>証跡（送受信の記録）</h2>
      {problem && <Failure error={problem} />}
      {data && <ReceiptList receipts={data.value.receipts} />}
      {verifying.data && <Verdict verdict={verifying.data} />}
      <div className="row">
        <Button icon="seal" small disabled={verifying.isPending} onClick={() => verifying.mutate()}>
          署名を確かめる
        </Button>
        <Button icon="down" small disabled={saving.isPending} onClick={() => saving.mutate()}>
          証跡を保存（ZIP）
        </Button>
      </div>
      <p className="weak">送信番号 {transmission.id}</p>
    </section>
  );
}
