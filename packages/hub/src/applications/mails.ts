import type { MailText } from '../platform/mail.js';
import type { StoredApplication } from './store.js';

type Named = Pick<StoredApplication, 'applicationNumber' | 'officeNumber'>;

/** No name of a person and nothing of the decision's reason: a mail is a postcard. */
function letter({ applicationNumber, officeNumber }: Named, lines: readonly string[], link: string): string {
  return [
    ...lines,
    '',
    link,
    '',
    `受付番号: ${applicationNumber}`,
    `事業所番号: ${officeNumber}`,
    '',
    'このリンクは、申請した方だけが使うものです。ほかの人に転送しないでください。',
    '申請した覚えがないときは、何もせずにこのメールを捨ててください。',
    '',
  ].join('\n');
}

export function confirmationMail(application: Named, link: string): MailText {
  const lines = [
    'Musubi（ケアプランデータ連携）の利用申請を受け付けました。',
    '次のリンクを24時間以内に開いて、メールアドレスを確かめてください。申請の状況も、このリンクで見られます。',
  ];
  return { subject: '【Musubi】利用申請の確認', text: letter(application, lines, link) };
}

export function decisionMail(application: Named, link: string): MailText {
  const lines = [
    'Musubi（ケアプランデータ連携）の利用申請について、結果をお知らせします。',
    '次のリンクを14日以内に開いてください。前のメールのリンクは使えなくなりました。',
    'ユーザIDと証明書を受け取るときは、申請の画面に出た受取コードが要ります。',
  ];
  return { subject: '【Musubi】利用申請の結果', text: letter(application, lines, link) };
}

export function linkMail(application: Named, link: string): MailText {
  const lines = [
    '利用申請の状況を見るリンクを送り直しました。前のメールのリンクは使えなくなりました。',
    '次のリンクを早めに開いてください。',
  ];
  return { subject: '【Musubi】利用申請のリンク', text: letter(application, lines, link) };
}
