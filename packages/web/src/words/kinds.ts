import type { Transmission, TransmissionKind } from '@musubi/contract';
import { UNIT_NAMES } from '@musubi/standard';
import type { Tone } from '../ui/banner.js';
import type { IconName } from '../ui/icons.js';

/** What people call a transmission's kind. */
export const KIND_NAMES: Readonly<Record<TransmissionKind, string>> = {
  ...UNIT_NAMES,
  attachments: '添付ファイル',
  message: 'メッセージ',
};

/** What each receipt of the hub says happened. */
export const RECEIPT_EVENTS: Readonly<Record<string, string>> = {
  SubmissionAcceptance: '受付（連携基盤が受け取りました）',
  ContentConsignment: '配置（送信先が取得できるようになりました）',
  ContentRelease: '引き渡し（送信先が中身の受け取りを始めました）',
  ContentHandover: '取得（送信先がすべて受け取りました）',
  ContentAccessTracking: '開封',
  ConsignmentAcceptance: '取込済',
  ConsignmentRejection: '差戻し',
  ContentHandoverFailure: '期限切れ',
  Recalled: '取消',
};

export interface StateWords {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly text: string;
}

/** The state of something that arrived, in the words of the official client. */
export function inboxState({ delivery, decision, openedAt }: Transmission): StateWords {
  if (delivery === 'recalled') return { tone: 'quiet', icon: 'bad', text: '取消' };
  if (delivery === 'expired') return { tone: 'quiet', icon: 'wait', text: '期限切れ' };
  if (decision === 'rejected') return { tone: 'bad', icon: 'bad', text: '差戻し済' };
  if (decision === 'accepted') return { tone: 'good', icon: 'good', text: '取込済' };
  if (delivery === 'consigned') return { tone: 'info', icon: 'letter', text: '未取得' };
  return openedAt ? { tone: 'good', icon: 'good', text: '開封済' } : { tone: 'care', icon: 'file', text: '未開封' };
}

/** The state of something we sent: how far the recipient has come. */
export function sentState({
  delivery,
  decision,
  openedAt,
  releasedAt,
}: Pick<Transmission, 'delivery' | 'decision' | 'openedAt' | 'releasedAt'>): StateWords {
  if (delivery === 'recalled') return { tone: 'quiet', icon: 'bad', text: '取消' };
  if (delivery === 'expired') return { tone: 'bad', icon: 'wait', text: '期限切れ' };
  if (decision === 'rejected') return { tone: 'bad', icon: 'bad', text: '差戻し' };
  if (decision === 'accepted') return { tone: 'good', icon: 'good', text: '取込済' };
  if (delivery === 'consigned')
    return { tone: 'care', icon: 'wait', text: releasedAt ? '送信済（受け取り中）' : '送信済（未取得）' };
  return openedAt ? { tone: 'good', icon: 'good', text: '開封済' } : { tone: 'info', icon: 'down', text: '取得済' };
}

/** 1234567 → 1.2 MB. */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
