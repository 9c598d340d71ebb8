import type { JobName, OfficeState, OperatorApplication, OperatorOffice } from '@musubi/contract';
import type { StateWords } from './kinds.js';

export const OFFICE_STATES: Readonly<Record<OfficeState, StateWords>> = {
  active: { tone: 'good', icon: 'good', text: '利用中' },
  suspended: { tone: 'bad', icon: 'bad', text: '停止中' },
  closed: { tone: 'quiet', icon: 'off', text: '閉鎖' },
  unlicensed: { tone: 'care', icon: 'care', text: 'ライセンスなし・期限切れ' },
};

/** The state of an office as the hub reckons it: closed before suspended before unlicensed. */
export function officeState({ closedAt, suspended, licensedUntil }: OperatorOffice, now: Date): OfficeState {
  if (closedAt) return 'closed';
  if (suspended) return 'suspended';
  return licensedUntil && new Date(licensedUntil) >= now ? 'active' : 'unlicensed';
}

export const APPLICATION_STATES: Readonly<Record<OperatorApplication['state'], StateWords>> = {
  waiting: { tone: 'care', icon: 'wait', text: '運営者の判断待ち' },
  unconfirmed: { tone: 'quiet', icon: 'letter', text: 'メールの確認待ち' },
  approved: { tone: 'good', icon: 'good', text: '承認' },
  refused: { tone: 'quiet', icon: 'off', text: '断った' },
};

export const WAITS_BECAUSE: Readonly<Record<NonNullable<OperatorApplication['waitsBecause']>, string>> = {
  operator: 'すべての申請を運営者が決める設定',
  'mail-off': 'メールを送らない連携基盤のため',
  'not-in-registry': '公表データに事業所番号がない',
  'differs-from-registry': '公表データと名前かサービスが違う',
};

export const REVOCATION_REASONS = {
  keyCompromise: 'PC や証明書ファイルの紛失・盗難、鍵が漏れたおそれ',
  superseded: '新しい証明書に替えた',
  affiliationChanged: '事業所の名前や法人が変わった',
  cessationOfOperation: '事業所が利用を終えた',
  unspecified: 'そのほか',
} as const;

export const ALERT_KINDS: Readonly<Record<string, string>> = {
  'audit-row-foreign': '監査記録に、連携基盤が書いていない行があります（行の番号）',
  'emergency-account-used': '緊急用のユーザが使われました',
  'many-failed-logins': '1つの接続元から、ログインの失敗が続いています（いまは受け付けていません）',
  'record-opened': '運営者が送受信の記録を開きました',
  'operator-act-asked': '運営者の操作が、もう一人の運営者の確認を待っています',
  'operator-act-disowned': '事業所が、運営者の操作に「覚えがない」と知らせました',
};

export const QUEUE_NAMES = {
  mail: '送る前のメール',
  mailFailures: 'メールを送れない人',
  push: '送る前のブラウザ通知',
} as const;

export const JOB_NAMES: Readonly<Record<JobName, string>> = {
  'announce-notices': '予約したお知らせの公開',
  'count-problems': '誤りの集計',
  'drop-old-applications': '古い利用申請の削除',
  'drop-old-records': '古い記録の削除',
  'drop-old-tickets': '終わった問い合わせの削除',
  'drop-stale-drafts': '古い下書きの削除',
  'end-delegations': '期限の過ぎた代行の終了',
  'expire-payloads': '保存期間の過ぎたデータの削除',
  'forget-audit': '保存期間の過ぎた監査記録の削除',
  'make-partitions': '来月の保存場所の準備',
  'measure-paces': '受け取りの早さの集計',
  'remind-agents': '代行の終わりが近いことの代行者へのメール',
  'renew-tls': '通信の証明書の更新',
  'renew-licences': '契約の自動更新',
  'seal-audit': '監査記録の封印',
  'send-account-mails': '招待や再設定のメール',
  'send-mails': '到着を知らせるメール',
  'send-pushes': '到着を知らせるブラウザ通知',
  'send-reminders': '期限などのお知らせのメール',
  'send-ticket-mails': '問い合わせのメール',
};
