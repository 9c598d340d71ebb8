import type { MailText } from '../platform/mail.js';

/** Neither office nor agent is named: a mail is a postcard. */
export function linkMail(link: string): MailText {
  const text = [
    'ケアプランデータ連携（Musubi）の送受信の代行が認められました。',
    '代行に使う PC で、次のリンクを14日以内に開いてください。',
    'ユーザIDと証明書を受け取るには、任せた事業所の管理者から電話か紙で伝えられる受取コードも要ります。',
    '',
    link,
    '',
    'このリンクは、代行する方だけが使うものです。ほかの人に転送しないでください。',
    '心当たりがないときは、何もせずにこのメールを捨ててください。',
    '',
  ];
  return { subject: '【Musubi】代行の手続き', text: text.join('\n') };
}
