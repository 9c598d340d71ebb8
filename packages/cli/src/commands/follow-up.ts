import { evidenceFiles, type HubTrust, officeTrust, saveParts, watchEvents } from '@musubi/client';
import { createFileStore } from '@musubi/client/node';
import type { EventName } from '@musubi/contract';
import { EvidenceError, fromBase64, parseManifest, type Unpacked, unpackTransmission } from '@musubi/evidence';
import { identityOf, requireLogin } from '../home.js';
import { CommandError, line, print, say, timeText } from '../terminal/output.js';
import { sayQuestion } from './acquaintance.js';

export async function recall(id: string): Promise<number> {
  const { hub } = await requireLogin();
  await hub.call('recall', { params: { id } });
  print('送信を取り消しました。送信先は、もう取得できません。');
  return 0;
}

export async function accept(id: string): Promise<number> {
  const { hub } = await requireLogin();
  await hub.call('decide', { params: { id }, body: { decision: 'accepted' } });
  print('取込済として送信元に知らせました。');
  return 0;
}

const REASONS = ['wrong-client', 'cannot-import', 'wrong-recipient', 'duplicate', 'other'] as const;

export async function reject(id: string, { reason }: { reason: string }): Promise<number> {
  const known = REASONS.find((one) => one === reason);
  if (!known) throw new CommandError(`--reason は次のどれかです: ${REASONS.join('、')}`, 2);
  const { hub } = await requireLogin();
  await hub.call('decide', { params: { id }, body: { decision: 'rejected', reason: known, findings: [] } });
  print('差戻しとして送信元に知らせました。');
  return 0;
}

/**
 * Saves a transmission's manifest, ciphertext and receipts as an evidence folder, with what was sent beside it where a
 * certificate here opens it.
 */
export async function receipts(id: string, { to }: { to: string }): Promise<number> {
  const { hub, trust: hubTrust, identity, values } = await requireLogin();
  const identities = [identity, ...(await Promise.all(values.previousKeys.map(identityOf)))];
  const params = { id };
  const [signed, payload, list, trust] = await Promise.all([
    hub.call('getManifest', { params }),
    hub.call('getPayload', { params }),
    hub.call('listReceipts', { params }),
    hubTrust.load(),
  ]);
  if (!(payload instanceof Uint8Array)) throw new TypeError('the payload route answers with bytes');
  const packed = { manifest: fromBase64(signed.manifest), signature: fromBase64(signed.signature), payload };
  const at = new Date(parseManifest(packed.manifest).createdAt);
  const opened = await openedOrSaid(packed, identities, { trust: await officeTrust(trust), at });
  // Content is not fetched here for the first time: that would be a statement to its sender.
  const isOurs = identities.some(({ certificate }) => certificate.fingerprint === opened?.certificate.fingerprint);
  const isHandedOver = list.receipts.some(({ event }) => event === 'ContentHandover');
  const content = isOurs || (isHandedOver && (await isKnownSigner(hubTrust, opened))) ? opened : null;
  const store = createFileStore(to);
  const places = content && (await saveParts(store, id, content));
  const parts = { packed, salt: content?.salt ?? null, receipts: list.receipts, trust: trust.accepted, places };
  for (const [name, bytes] of evidenceFiles(parts)) await store.write(name, bytes);
  print(`証跡 ${list.receipts.length}件を ${to} に保存しました。「musubi verify ${to}」で確かめられます。`);
  return 0;
}

/** Whether the signer is known as the sender's: what a stranger signed is not saved as the sender's. */
async function isKnownSigner({ known }: HubTrust, opened: Unpacked | null): Promise<boolean> {
  if (!opened) return false;
  const { manifest, certificate } = opened;
  const at = new Date(manifest.createdAt);
  const met = await known.judge(manifest.sender.officeNumber, [certificate.fingerprint], at);
  if (met.known.has(certificate.fingerprint)) return true;
  say('見覚えのない証明書で署名されているため、送られた中身は保存しません。');
  await sayQuestion(certificate.fingerprint);
  return false;
}

/** Opens what was sent; null when that fails here, which is said: the evidence is saved all the same. */
async function openedOrSaid(...parts: Parameters<typeof unpackTransmission>): Promise<Unpacked | null> {
  try {
    return await unpackTransmission(...parts);
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    say(line`送られた中身は保存できません。${error.message}（${error.code}）`);
    return null;
  }
}

const EVENT_WORDS: Readonly<Record<EventName, string>> = {
  'transmission.arrived': '届きました',
  'transmission.changed': '状態が変わりました',
  'draft.changed': '下書きが変わりました',
  'office.changed': '事業所の登録や利用の状態が変わりました',
  'notice.published': 'お知らせが出ました',
  'delegation.changed': '代行が変わりました',
  'people.changed': '事業所の人が増えました',
  'operator-act.changed': '運営者の操作についてお知らせがあります',
};

/** Tells of arrivals and changes until interrupted. */
export async function watch(): Promise<number> {
  const { hub } = await requireLogin();
  const abort = new AbortController();
  process.on('SIGINT', () => abort.abort());
  say('到着と状態の変化を待っています（Ctrl+C で終了）。');
  await watchEvents(
    hub,
    ({ name, transmissionId, draftId }) => {
      const about = transmissionId ?? draftId;
      print([timeText(new Date().toISOString()), EVENT_WORDS[name], ...(about ? [about] : [])].join(' '));
    },
    abort.signal,
  );
  return 0;
}
