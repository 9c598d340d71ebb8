import type { MailKind, Preferences, TransmissionKind } from '@musubi/contract';
import { formatDate, formatMonth, UNIT_NAMES } from '@musubi/standard';
import type { DelegationNews } from '../delegations/index.js';
import type { ActNews } from '../operate/index.js';
import type { AccountMailKind } from '../people/index.js';
import type { ArrivedTransmission } from '../transmissions/index.js';

/** All words of all mails: plain text, names of offices only, never a client's. */
interface Words {
  readonly subject: string;
  readonly text: string;
}

const TRANSMISSION_NAMES: Readonly<Record<TransmissionKind, string>> = {
  ...UNIT_NAMES,
  attachments: '添付ファイル',
  message: 'メッセージ',
};
const KIND_NAMES: Readonly<Record<MailKind, string>> = {
  arrival: 'データが届いたお知らせ',
  notFetched: '取得されていないデータのお知らせ',
  certificate: '証明書の期限のお知らせ',
  licence: 'ライセンスの期限のお知らせ',
  delegation: '代行のお知らせ',
  notice: '運営者からのお知らせ',
};
const MAX_LINES = 30;
const DAY_MS = 24 * 60 * 60_000;

/** Japan has one time zone and no summer time. */
const dayOf = (at: Date) => new Date(at.getTime() + 9 * 60 * 60_000).toISOString().slice(0, 10);
const clockOf = (at: Date) => new Date(at.getTime() + 9 * 60 * 60_000).toISOString().slice(11, 16);
const dated = (at: Date, style: Preferences['dateStyle']) => formatDate(dayOf(at), style);

function listed(lines: readonly string[]): string[] {
  const more = lines.length - MAX_LINES;
  return [...lines.slice(0, MAX_LINES).map((line) => `・${line}`), ...(more > 0 ? [`・ほか${more}件`] : [])];
}

const write = (subject: string, lines: readonly string[]): Words => ({
  subject: `【Musubi】${subject}`,
  text: [...lines, ''].join('\n'),
});

/** Under every mail of a kind: how to be rid of it. */
export function withFooter({ subject, text }: Words, kind: MailKind, page: string): Words {
  const footer = [
    '',
    '――',
    `「${KIND_NAMES[kind]}」をやめる（ログインは要りません）:`,
    page,
    'ほかのお知らせと宛先は、Musubi の「設定」で変えられます。',
    'パスワードや証明書をメールでお尋ねすることはありません。',
    '',
  ];
  return { subject, text: text + footer.join('\n') };
}

/** From whom, what and for which month. */
export function arrivalWords(
  officeName: string,
  arrived: readonly ArrivedTransmission[],
  style: Preferences['dateStyle'],
): Words {
  const line = ({ senderName, senderOffice, kind, serviceMonth }: ArrivedTransmission) => {
    const month = serviceMonth ? ` ${formatMonth(serviceMonth, style)}分` : '';
    return `${senderName}（${senderOffice}） ${TRANSMISSION_NAMES[kind]}${month}`;
  };
  return write(`届いたデータがあります（${arrived.length}件）`, [
    `${officeName} に届いたデータがあります（${arrived.length}件）。`,
    '',
    ...listed(arrived.map(line)),
    '',
    'Musubi を開いて、取得してください。中身を読めるのは、ログインした人だけです。',
  ]);
}

/** A transmission nobody has fetched, as one of its two sides sees it. */
export interface Unfetched {
  readonly side: 'sent' | 'received';
  readonly otherName: string;
  readonly otherOffice: string;
  readonly submittedAt: Date;
  readonly expiresAt: Date;
}

export function notFetchedWords(
  officeName: string,
  days: number,
  all: readonly Unfetched[],
  style: Preferences['dateStyle'],
): Words {
  const line = ({ otherName, otherOffice, submittedAt, expiresAt }: Unfetched) =>
    `${otherName}（${otherOffice}） ${dated(submittedAt, style)}送信、${dated(expiresAt, style)}に消えます`;
  const waiting = all.filter(({ side }) => side === 'received').map(line);
  const unread = all.filter(({ side }) => side === 'sent').map(line);
  return write(`取得されていないデータがあります（${all.length}件）`, [
    `${officeName} のデータで、${days}日たっても取得されていないものがあります。`,
    ...(waiting.length > 0
      ? [
          '',
          `届いていて、まだ取得していないもの（${waiting.length}件）`,
          ...listed(waiting),
          '→ Musubi を開いて、取得してください。',
        ]
      : []),
    ...(unread.length > 0
      ? [
          '',
          `送ったが、相手がまだ取得していないもの（${unread.length}件）`,
          ...listed(unread),
          '→ 相手の事業所に、電話などで知らせてください。',
        ]
      : []),
  ]);
}

const left = (until: Date, now: Date) => Math.max(0, Math.ceil((until.getTime() - now.getTime()) / DAY_MS));

export function certificateWords(officeName: string, until: Date, now: Date, style: Preferences['dateStyle']): Words {
  return write(`証明書の期限まで、あと${left(until, now)}日です`, [
    `${officeName} の証明書は、${dated(until, style)}で期限が切れます（あと${left(until, now)}日）。`,
    '',
    '期限が切れると、ログインも送受信もできません。新しい証明書の発行を申請し、受け取ったら、',
    'それぞれの PC の「設定」→「証明書」で取り込んでください。',
  ]);
}

export function licenceWords(officeName: string, until: Date, now: Date, style: Preferences['dateStyle']): Words {
  return write(`ライセンスの期限まで、あと${left(until, now)}日です`, [
    `${officeName} のライセンスは、${dated(until, style)}で期限が切れます（あと${left(until, now)}日）。`,
    '',
    '期限が切れると、送信できません（受信はできます）。運営者に更新を申し込んでください。',
  ]);
}

type Rights = Pick<DelegationNews, 'maySend' | 'mayReceive'>;

/** What an agent is entrusted with. */
const rightsOf = ({ maySend, mayReceive }: Rights) =>
  maySend && mayReceive ? '送信と受信' : maySend ? '送信だけ' : '受信だけ';

function delegationLine(news: DelegationNews, now: Date, style: Preferences['dateStyle']): string {
  const { agentName, what, until } = news;
  const day = dated(until, style);
  switch (what) {
    case 'granted':
      return `${agentName}: 新しく認めました（${rightsOf(news)}、${day}まで）`;
    case 'changed':
      return `${agentName}: 内容が変わりました（いまは${rightsOf(news)}、${day}まで）`;
    case 'ending':
      return `${agentName}: ${day}で終わります（あと${left(until, now)}日）`;
    case 'revoked':
      return `${agentName}: 管理者が${day}に終わりにしました`;
    case 'over':
      return `${agentName}: 期間が過ぎ、${day}に終わりました`;
  }
}

/** To an office's administrators: who may act in its name is something all of them should know. */
export function delegationWords(
  officeName: string,
  news: readonly DelegationNews[],
  now: Date,
  style: Preferences['dateStyle'],
): Words {
  return write(`代行のお知らせ（${news.length}件）`, [
    `${officeName} の代行について、お知らせします。`,
    '',
    ...listed(news.map((one) => delegationLine(one, now, style))),
    '',
    '「設定」→「代行」で確かめて、続けるときは期間を延ばしてください。',
    '心当たりのない代行があるときは、すぐに「代行を終わりにする」を押してください。',
  ]);
}

export function noticeWords(notices: readonly { readonly title: string; readonly body: string }[]): Words {
  const [first] = notices;
  const subject = notices.length === 1 && first ? `お知らせ: ${first.title}` : `お知らせ（${notices.length}件）`;
  return write(subject, [
    '連携基盤の運営者からのお知らせです。',
    ...notices.flatMap(({ title, body }) => ['', `■ ${title}`, body]),
  ]);
}

/** What a mail about an account needs to know. */
export interface AccountWords {
  readonly displayName: string;
  readonly officeName: string;
  readonly roleName: string;
  /** With a link of its own, when the kind has one. */
  readonly link: string;
  readonly userIds: readonly { readonly userId: string; readonly officeName: string }[];
  /** What an agent may do, and when that ends or ended. */
  readonly delegation: Rights & { readonly endsAt: Date };
  /** The person who may sign in for the office from now on; null when they are gone again. */
  readonly added: { readonly displayName: string; readonly roleName: string } | null;
  readonly act: ActNews | null;
  /** The address at which this hub is reached. */
  readonly siteUrl: string;
}

const IGNORE = '心当たりがないときは、何もせずに、このメールを消してください。';
const ALARM = '心当たりがないときは、すぐに事業所の管理者に知らせてください。';

const disownAt = (siteUrl: string) =>
  `ログインできないときは、お問い合わせから運営者に知らせてください: ${siteUrl}/contact`;

const ACT_SUBJECTS: Readonly<Record<ActNews['state'], string>> = {
  waiting: '運営者が、事業所への操作を頼みました',
  done: '運営者が、事業所への操作を行いました',
  failed: '運営者の操作は、行われませんでした',
  refused: '運営者の操作は、取りやめになりました',
  expired: '運営者の操作は、取りやめになりました',
};

/** Who, what, when and why; an office learns of operators that it was one, never which. */
function actLines({ state, what, reason, askedAt, expiresAt, decidedAt }: ActNews, officeName: string): string[] {
  const moment = (at: Date) => `${dated(at, 'era')} ${clockOf(at)}`;
  const of = `${officeName} に対する操作`;
  const first = {
    waiting: `連携基盤の運営者の一人が、${of}を頼みました。まだ行われていません。`,
    done: `連携基盤の運営者が、${of}を行いました。別の運営者が確認しています。`,
    failed: `連携基盤の運営者が頼んだ${of}は、確認されましたが、行えませんでした。`,
    refused: `連携基盤の運営者が頼んだ${of}は、取りやめになりました。行われていません。`,
    expired: `連携基盤の運営者が頼んだ${of}は、期限までに確認されず、取りやめになりました。`,
  }[state];
  return [
    first,
    '',
    `操作: ${what}`,
    `理由: ${reason}`,
    `頼んだ日時: ${moment(askedAt)}`,
    ...(decidedAt ? [`${state === 'done' ? '行った' : '決まった'}日時: ${moment(decidedAt)}`] : []),
    ...(state === 'waiting' ? [`${moment(expiresAt)} までに別の運営者が確認すると、行われます。`] : []),
  ];
}

/** Mails about accounts go to people who asked, or who must know; they have no unsubscribe link. */
export function accountWords(kind: AccountMailKind, words: AccountWords): Words {
  const { displayName, officeName, roleName, link, userIds, delegation, added, act, siteUrl } = words;
  const lastDay = dated(delegation.endsAt, 'era');
  const to = `${displayName} 様`;
  switch (kind) {
    case 'invitation':
      return write(`${officeName} から招待されました`, [
        to,
        '',
        `${officeName} の管理者が、あなたを Musubi（ケアプランのデータ連携）に招きました（権限: ${roleName}）。`,
        '次のリンクを7日以内に開いて、パスワードを決めてください。',
        '',
        link,
        '',
        'ログインには、事業所の証明書が入った PC が要ります。使う PC については、管理者にお尋ねください。',
        IGNORE,
      ]);
    case 'password-link':
      return write('パスワードの再設定', [
        to,
        '',
        '次のリンクを1時間以内に開いて、新しいパスワードを決めてください。リンクを使えるのは一度だけです。',
        '',
        link,
        '',
        IGNORE,
      ]);
    case 'verify-address':
      return write('メールアドレスの確認', [
        to,
        '',
        'このアドレスが Musubi に登録されました。次のリンクを24時間以内に開くと、確認が終わります。',
        '',
        link,
        '',
        IGNORE,
      ]);
    case 'user-ids':
      return write('ユーザIDのお知らせ', [
        'このメールアドレスで登録されているユーザIDは、次のとおりです。',
        '',
        ...userIds.map((one) => `${one.userId}（${one.officeName}）`),
        '',
        IGNORE,
      ]);
    case 'address-changed':
      return write('登録のメールアドレスが変わりました', [
        to,
        '',
        'Musubi に登録されているメールアドレスが、変わったか、消されました。今後、このアドレスには送りません。',
        ALARM,
      ]);
    case 'password-changed':
      return write('パスワードが変わりました', [
        to,
        '',
        'あなたのパスワードが変わりました。ほかの端末はログアウトしました。',
        ALARM,
      ]);
    case 'password-reset':
      return write('パスワードが初期化されました', [
        to,
        '',
        '管理者または運営者が、あなたのパスワードを初期化しました。すべての端末からログアウトしました。',
        '新しい初期パスワードは、初期化した人から受け取ってください。',
        ALARM,
      ]);
    case 'password-reset-link':
      return write('パスワードが初期化されました', [
        to,
        '',
        '連携基盤の運営者が、あなたのパスワードを初期化しました。すべての端末からログアウトしました。',
        '次のリンクを1時間以内に開いて、新しいパスワードを決めてください。リンクを使えるのは一度だけです。',
        '',
        link,
        '',
        '1時間が過ぎたときは、ログイン画面の「パスワードを忘れた」から、もう一度リンクを受け取れます。',
        ALARM,
      ]);
    case 'person-added':
      return write(`${officeName} に人が追加されました`, [
        to,
        '',
        `${officeName} でログインできる人が増えました。`,
        ...(added ? ['', `追加された人: ${added.displayName}（${added.roleName}）`] : []),
        '',
        '心当たりがないときは、すぐに Musubi の「担当者」を開いて、その人を「使えなくする」か外してください。',
        disownAt(siteUrl),
      ]);
    case 'operator-act':
      return write(act ? ACT_SUBJECTS[act.state] : '運営者の操作のお知らせ', [
        to,
        '',
        ...(act ? actLines(act, officeName) : [`連携基盤の運営者の操作が、${officeName} にありました。`]),
        '',
        '事業所から頼んだことであれば、何もしなくてかまいません。',
        '頼んだ覚えがないときは、Musubi にログインし、画面の上のお知らせで「覚えがない」を押してください。',
        'まだ行われていない操作は、その場で断れます。',
        disownAt(siteUrl),
      ]);
    case 'one-time-code-reset':
      return write('確認コードが解除されました', [
        to,
        '',
        '管理者または運営者が、あなたの確認コード（認証アプリの6桁の数字）を解除しました。',
        '次にログインしたら、「設定」から登録し直してください。',
        ALARM,
      ]);
    case 'delegation-changed':
      return write('代行の内容が変わりました', [
        to,
        '',
        `${officeName} が、あなたに任せる代行の内容を変えました。`,
        `いま任されていること: ${rightsOf(delegation)}`,
        `代行の最終日: ${lastDay}`,
        '',
        '期間が延びたときは、ログインして「設定」の「証明書」を開き、証明書を新しくしてください。',
      ]);
    case 'delegation-ending':
      return write('代行の期間がまもなく終わります', [
        to,
        '',
        `${officeName} の代行は、${lastDay}で終わります。終わると、ログインも送受信もできません。`,
        '続けるときは、事業所の管理者に期間を延ばしてもらってください。',
      ]);
    case 'delegation-ended':
      return write('代行が終わりました', [
        to,
        '',
        `${officeName} の代行は、${lastDay}に終わりました。ユーザIDと証明書は、もう使えません。`,
        'これまでの送受信の記録は、事業所に残ります。',
        '続けるときは、事業所の管理者に新しい代行を認めてもらってください。',
      ]);
  }
}
