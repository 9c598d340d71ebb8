import { listAll } from '@musubi/client';
import type { Transmission } from '@musubi/contract';
import { UNIT_NAMES } from '@musubi/standard';
import { requireLogin } from '../home.js';
import { monthText, print, timeText } from '../terminal/output.js';
import { table } from '../terminal/table.js';

export interface BoxOptions {
  readonly json?: boolean;
  readonly month?: string;
  readonly partner?: string;
}

const KIND_NAMES: Readonly<Record<string, string>> = { ...UNIT_NAMES, attachments: '添付', message: 'メッセージ' };

/** 送信済・取得済・開封済・取込済・差戻し・取消・期限切れ, as one word. */
export function stateText({ delivery, openedAt, decision }: Transmission): string {
  if (delivery === 'recalled') return '取消';
  if (delivery === 'expired') return '期限切れ';
  if (decision) return decision === 'accepted' ? '取込済' : '差戻し';
  if (openedAt) return '開封済';
  return delivery === 'handedOver' ? '取得済' : '未取得';
}

export async function inbox(options: BoxOptions): Promise<number> {
  return list('inbox', options);
}

export async function sent(options: BoxOptions): Promise<number> {
  return list('sent', options);
}

async function list(box: 'inbox' | 'sent', { json, month, partner }: BoxOptions): Promise<number> {
  const { hub } = await requireLogin();
  const all: Transmission[] = [];
  for await (const one of listAll(hub, { box, ...(month ? { month } : {}), ...(partner ? { partner } : {}) }))
    all.push(one);
  if (json) {
    print(JSON.stringify(all, null, 2));
    return 0;
  }
  const rows = all.map((one) => {
    const other = box === 'inbox' ? one.sender : one.recipient;
    const fetched = one.handedOverAt ? `${timeText(one.handedOverAt)} ${one.handedOverTo ?? ''}` : '';
    return [
      stateText(one),
      KIND_NAMES[one.kind] ?? one.kind,
      monthText(one.serviceMonth),
      other.name,
      timeText(one.submittedAt),
      fetched,
      one.id,
    ];
  });
  const headings = ['状態', '種類', '対象月', box === 'inbox' ? '送信元' : '送信先', '送信日時', '取得', '送信番号'];
  print(rows.length > 0 ? table(headings, rows) : box === 'inbox' ? '受信はありません。' : '送信はありません。');
  return 0;
}
