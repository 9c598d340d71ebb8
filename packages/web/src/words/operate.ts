import type { AuditRow, OfficeState, OperatorApplication, OperatorOffice } from '@musubi/contract';
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

/** Actions of the audit log in words; one without words is shown by its code. */
const ACTIONS: Readonly<Record<string, string>> = {
  'account.added': 'ユーザの追加',
  'account.changed': 'ユーザの変更',
  'account.locked': 'ユーザのロック',
  'account.one-time-code': '確認コードの登録',
  'account.operator-disable': '運営者がユーザを使えなくした',
  'account.operator-enable': '運営者がユーザを使えるようにした',
  'account.operator-reset-second-factor': '運営者が確認コードを初期化した',
  'account.operator-unlock': '運営者がロックを解いた',
  'account.password-changed': 'パスワードの変更',
  'account.password-reset': 'パスワードの初期化',
  'account.preferences-changed': '設定の変更',
  'account.unlocked': 'ロックの解除',
  'application.approved': '利用申請の承認',
  'application.certified': '利用申請の証明書',
  'application.handed-over': 'ユーザIDと初期パスワードの受け渡し',
  'application.link-made': '申請者に手渡すリンクの作成',
  'application.link-sent': '申請者へのリンクの送り直し',
  'application.made': '利用申請',
  'application.mail-confirmed': '利用申請のメールの確認',
  'application.refused': '利用申請を断った',
  'audit.listed': '監査記録の閲覧',
  'campaign.put': 'キャンペーンの登録・変更',
  'campaign.removed': 'キャンペーンの削除',
  'certificate-requests.listed': '証明書の申請の閲覧',
  'certificate.enrolled': '証明書の登録',
  'certificate.requested': '証明書の申請',
  'certificate.revoked': '証明書の失効',
  'directory.imported': '公表データの取り込み',
  'draft.looked-at': '下書きの閲覧',
  'draft.part-put': '下書きの保存',
  'draft.part-read': '下書きの中身の取得',
  'drafts.listed': '下書き一覧の閲覧',
  'faq.added': 'よくある質問の追加',
  'faq.changed': 'よくある質問の変更',
  'faq.removed': 'よくある質問の削除',
  'incident.closed': '緊急対応の終了',
  'licence.added': '契約の追加',
  'mail.failed': 'メールの失敗',
  'mail.sent': 'メールの送信',
  'month.looked-at': '月のやり取りの閲覧',
  'notice.changed': 'お知らせの変更',
  'notice.published': 'お知らせの公開',
  'notice.removed': 'お知らせの取り下げ',
  'office.added': '事業所の登録',
  'office.changed': '事業所の登録の変更',
  'office.closed': '事業所の閉鎖',
  'office.looked-up': '相手の事業所の確認',
  'office.resumed': '利用停止の解除',
  'office.succeeded': '新しい番号への引き継ぎ',
  'office.succeeds': '旧番号の記録の引き継ぎ',
  'office.suspended': '利用の停止',
  'offices.searched': '事業所の検索',
  'operator.audit-exported': '運営者が監査記録を書き出した',
  'operator.looked-at-alerts': '警報の閲覧',
  'operator.looked-at-audit': '監査記録の閲覧',
  'operator.looked-at-certificates': '証明書の期限の閲覧',
  'operator.looked-at-health': '概況の閲覧',
  'operator.looked-at-office': '運営者が事業所の詳細を見た',
  'operator.looked-at-offices': '事業所一覧の閲覧',
  'operator.looked-at-people': '人の検索',
  'operator.looked-at-transmission': '運営者が経過を見た',
  'operator.looked-at-transmissions': '運営者が送受信の一覧を見た',
  'operator.record-opened': '運営者が送受信の記録を開いた',
  'partners.listed': '相手の一覧の閲覧',
  'people.listed': 'ユーザ一覧の閲覧',
  'receipts.read': '証跡の閲覧',
  'session.closed': 'ログアウト',
  'session.opened': 'ログイン',
  'session.refused': 'ログインの失敗',
  'software.added': '対応ソフトの追加',
  'software.changed': '対応ソフトの変更',
  'software.removed': '対応ソフトの削除',
  'terminal.signed-out': '端末のログアウト',
  'ticket.answered': '問い合わせへの返事',
  'ticket.closed': '問い合わせの終了',
  'ticket.listed': '問い合わせ一覧の閲覧',
  'ticket.made-faq': '問い合わせから質問の下書き',
  'ticket.mailed': '問い合わせのメール',
  'ticket.received': '問い合わせの受付',
  'transmission.expired': '送信の期限切れ',
  'transmission.handed-over': '取得',
  'transmission.looked-at': '送受信の閲覧',
  'transmission.manifest-read': 'ファイル一覧の取得',
  'transmission.opened': '開封',
  'transmission.payload-read': 'データの取得',
  'transmission.readers-added': '宛先の証明書の追加',
  'transmission.recalled': '送信の取消',
  'transmission.refused': '送信の拒否',
  'transmission.retrieved-again': '再取得',
  'transmission.submitted': '送信',
  'transmissions.listed': '一覧の閲覧',
};

export function actionText({ action, outcome }: Pick<AuditRow, 'action' | 'outcome'>): string {
  const text = ACTIONS[action] ?? (action.startsWith('operator.looked-at-') ? '運営者の閲覧' : action);
  return outcome === 'refused' && !text.endsWith('失敗') && !text.endsWith('拒否') ? `${text}（拒否）` : text;
}

export const ALERT_KINDS: Readonly<Record<string, string>> = {
  'emergency-account-used': '緊急用のユーザが使われました',
  'record-opened': '運営者が送受信の記録を開きました',
};

export const QUEUE_NAMES = {
  mail: '送る前のメール',
  mailFailures: 'メールを送れない人',
  push: '送る前のブラウザ通知',
} as const;

const JOB_NAMES: Readonly<Record<string, string>> = {
  'announce-notices': '予約したお知らせの公開',
  'count-problems': '誤りの集計',
  'drop-old-records': '古い記録の削除',
  'drop-old-tickets': '終わった問い合わせの削除',
  'drop-stale-drafts': '古い下書きの削除',
  'expire-payloads': '保存期間の過ぎたデータの削除',
  'make-partitions': '来月の保存場所の準備',
  'send-mails': '到着を知らせるメール',
  'send-pushes': '到着を知らせるブラウザ通知',
  'send-ticket-mails': '問い合わせのメール',
};
export const jobName = (name: string): string => JOB_NAMES[name] ?? name;
