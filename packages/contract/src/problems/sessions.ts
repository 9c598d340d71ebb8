import type { ProblemEntry } from './entry.js';

/** Problems of somebody who can't sign in, go on, or do what asks for a fresh proof. */
export const SESSION_PROBLEMS = {
  'MSB-AUTH-REQUIRED': {
    status: 401,
    title: 'ログインが必要です。',
    action: 'ログインしてから、もう一度お試しください。',
  },
  'MSB-AUTH-EXPIRED': {
    status: 401,
    title: 'ログインの有効時間が過ぎました。',
    action: 'もう一度ログインしてください。入力中の内容は端末に残っています。',
  },
  'MSB-AUTH-REFUSED': {
    status: 401,
    title: 'ユーザIDまたはパスワードが正しくありません。',
    action:
      'ユーザIDとパスワード、選んだ証明書の事業所を確かめてください。続けて間違えると、しばらくログインできなくなります。',
  },
  'MSB-AUTH-LOCKED': {
    status: 403,
    title: '続けて間違えたため、このユーザIDは一時的にロックされています。',
    action: '30分ほど待つか、事業所の管理者にパスワードの再設定を頼んでください。',
  },
  'MSB-AUTH-OFFICE-ID-REQUIRED': {
    status: 403,
    title: 'この端末は初めて使われます。事業所のユーザIDも必要です。',
    action: 'KJ で始まる14文字の事業所ユーザIDを入力してください。',
  },
  'MSB-AUTH-ONE-TIME-CODE-REQUIRED': {
    status: 403,
    title: '確認コードが必要です。',
    action: '認証アプリに表示された6桁の数字を入力してください。',
  },
  'MSB-AUTH-ONE-TIME-CODE-ENROL': {
    status: 403,
    title: 'このユーザは、確認コード（二段階認証）を登録するまで利用できません。',
    action: '認証アプリで確認コードを登録してから、もう一度お試しください。',
  },
  'MSB-AUTH-PASSWORD-CHANGE-REQUIRED': {
    status: 403,
    title: '初期パスワードのままでは利用できません。',
    action: '新しいパスワードに変更してから、もう一度お試しください。',
  },
  'MSB-AUTH-PROOF-REQUIRED': {
    status: 403,
    title: 'この変更の前に、本人であることの確認が必要です。',
    action: 'パスワードをもう一度入力して確かめてから、やり直してください。',
  },
  'MSB-AUTH-CODE-WRONG': {
    status: 422,
    title: '確認コードが正しくありません。',
    action: '認証アプリに、いま表示されている6桁の数字を入力してください。スマートフォンの時計も確かめてください。',
  },
  'MSB-AUTH-CODE-USED': {
    status: 422,
    title: 'この確認コードは、もう使われました。',
    action:
      '同じ確認コードは一度しか使えません。認証アプリの数字が変わるまで（30秒ほど）待って、新しい数字を入力してください。',
  },
  'MSB-ONE-TIME-CODE-RULE': {
    status: 409,
    title: 'この事業所では、全員が確認コードを使うことになっています。',
    action: 'やめるときは、事業所の管理者に相談してください。',
  },
  'MSB-ONE-TIME-CODE-SHORT-PASSWORD': {
    status: 409,
    title: 'いまのパスワードは、確認コードなしで使うには短すぎます。',
    action: '先にパスワードを13文字以上に変えてから、確認コードをやめてください。',
  },
  'MSB-AUTH-PASSWORD-WEAK': {
    status: 422,
    title: 'このパスワードは使えません。',
    action:
      '13文字以上（確認コードを使っている人は8文字以上）で、よく使われる言葉、ユーザID、事業所番号、くり返しや順番の並びを含まないものにしてください。',
  },
  'MSB-AUTH-PASSWORD-EXPIRED': {
    status: 403,
    title: '初期パスワードの期限が過ぎています。',
    action: '事業所の管理者か運営者に、パスワードの再設定を頼んでください。',
  },
  'MSB-AUTH-TERMINAL-MISMATCH': {
    status: 401,
    title: 'このログインは別の端末のものです。',
    action: 'この端末でログインし直してください。',
  },
  'MSB-AUTH-FORBIDDEN': {
    status: 403,
    title: 'この操作をする権限がありません。',
    action: '事業所の管理者に頼むか、権限のあるユーザでログインしてください。',
  },
  'MSB-AUTH-CERTIFICATE-REFUSED': {
    status: 401,
    title: 'この証明書ではログインできません。',
    action: '有効な自事業所の証明書を選んでください。期限切れ・失効のときは、証明書を更新してください。',
  },
  'MSB-AUTH-ASSERTION-INVALID': {
    status: 401,
    title: '証明書による署名を確かめられません。',
    action:
      '端末の日付と時刻が正しいか確かめて、もう一度ログインしてください。正しいのに続くときは、連携基盤の時計がずれているかもしれないので、運営者へお知らせください。',
  },
} as const satisfies Readonly<Record<string, ProblemEntry>>;
