import { evidenceFiles, verifyEvidence } from '@musubi/client';
import type { Transmission, TrustData } from '@musubi/contract';
import { fromBase64 } from '@musubi/evidence';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Desk } from '../app/desk.js';
import { useDesk } from '../app/desk-context.js';
import { useReceipts } from '../app/queries.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { saveAsZip } from './retrieve.js';
import { ReceiptList, Verdict } from './verdict.js';

/** The evidence of a transmission as files: signed parts, receipts and what verifies them. */
async function collect(desk: Desk, id: string, trust: TrustData): Promise<Map<string, Uint8Array>> {
  const params = { id };
  const [signed, payload, list, kept] = await Promise.all([
    desk.hub.call('getManifest', { params }),
    desk.hub.call('getPayload', { params }),
    desk.hub.call('listReceipts', { params }),
    desk.contents.load(id),
  ]);
  if (!(payload instanceof Uint8Array)) throw new TypeError('the payload route answers with bytes');
  const packed = { manifest: fromBase64(signed.manifest), signature: fromBase64(signed.signature), payload };
  return evidenceFiles({ packed, salt: kept?.salt ?? null, receipts: list.receipts, trust });
}

/** 証跡: what happened when, each step signed by the hub; verified here and to be taken along. */
export function Evidence({ transmission }: { transmission: Transmission }): ReactNode {
  const desk = useDesk();
  const { data, error } = useReceipts(transmission.id);
  const verifying = useMutation({
    mutationFn: async () => {
      const kept = await desk.contents.load(transmission.id);
      const files = new Map(kept?.files.map(({ name, bytes }) => [name, bytes]) ?? []);
      const [{ told }, pins] = await Promise.all([desk.trust.load(), desk.trust.pins()]);
      return verifyEvidence(await collect(desk, transmission.id, told), files, pins);
    },
  });
  const saving = useMutation({
    mutationFn: async () => {
      const { accepted } = await desk.trust.load();
      return saveAsZip(`証跡_${transmission.id}.zip`, await collect(desk, transmission.id, accepted));
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
