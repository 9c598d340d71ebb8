import type { ProblemEntry } from './problems/entry.js';
import { SESSION_PROBLEMS } from './problems/sessions.js';
import { TRANSMISSION_PROBLEMS } from './problems/transmissions.js';

export type { ProblemEntry } from './problems/entry.js';

/** The closed list of a hub's problem codes. Codes are never renamed; `type` of a problem document is `/problems/CODE`. */
export const PROBLEMS = {
  // Requests
  'MSB-REQUEST-INVALID': {
    status: 400,
    title: '送られた内容の形式が正しくありません。',
    action: '「errors」に示した項目を直して、もう一度送ってください。',
  },
  'MSB-REQUEST-TOO-LARGE': {
    status: 413,
    title: '送られた内容が大きすぎます。',
    action: 'ファイルを分けるか、添付を減らして送ってください。',
  },
  'MSB-REQUEST-MEDIA-TYPE': {
    status: 415,
    title: 'この形式（Content-Type）は受け取れません。',
    action: 'API 仕様（/openapi.json）にある形式で送ってください。',
  },
  'MSB-REQUEST-TOO-MANY': {
    status: 429,
    title: '短い時間に同じ操作が続いたため、いまは受け付けられません。',
    action: '1時間ほど待ってから、もう一度お試しください。入力した内容はこの画面に残っています。',
  },
  'MSB-REQUEST-BUSY': {
    status: 429,
    title: '一度にたくさんの要求が重なったため、いまは受け付けられません。',
    action: '1分ほど待ってから、もう一度お試しください。送信待ちのデータは失われません。',
  },
  'MSB-NOT-FOUND': {
    status: 404,
    title: '見つかりません。',
    action: '番号やアドレスを確かめてください。ほかの事業所のデータは表示できません。',
  },
  'MSB-HUB-FAILED': {
    status: 500,
    title: '連携基盤で思わぬ誤りが起きました。',
    action: '少し待ってからもう一度お試しください。続くときは「requestId」を添えて運営者へお知らせください。',
  },
  'MSB-HUB-UNAVAILABLE': {
    status: 503,
    title: '連携基盤はいま使えません。',
    action: '数分待ってからもう一度お試しください。送信待ちのデータは失われません。',
  },
  ...SESSION_PROBLEMS,
  // Offices, people, certificates
  'MSB-OFFICE-EXISTS': {
    status: 409,
    title: 'この事業所番号はすでに登録されています。',
    action: '登録済みの事業所を変更してください。',
  },
  'MSB-OFFICE-UNKNOWN': {
    status: 404,
    title: 'この事業所番号は登録されていません。',
    action: '事業所番号を確かめてください。',
  },
  'MSB-OFFICE-CLOSED': {
    status: 403,
    title: 'この事業所は閉じられ、取得できる期日も過ぎました。',
    action: '記録が必要なときや、閉じたことに心当たりがないときは、運営者へ問い合わせてください。',
  },
  'MSB-OFFICE-STATE': {
    status: 409,
    title: 'この事業所は、いまその操作をできる状態ではありません。',
    action: '事業所の詳細を開き直して、状態を確かめてください。',
  },
  'MSB-OFFICE-OWN': {
    status: 409,
    title: '自分がログインしている運営の事業所は、停止も閉鎖もできません。',
    action: '事業所番号を確かめてください。',
  },
  'MSB-OFFICE-SUCCESSOR': {
    status: 422,
    title: '引き継ぎ先にできない事業所番号です。',
    action: '登録済みで、閉じられていない別の事業所番号を指定してください。',
  },
  'MSB-PERSON-OWN': {
    status: 409,
    title: '自分自身には、この操作をできません。',
    action: '別の運営者に頼んでください。',
  },
  'MSB-OPERATOR-SECOND': {
    status: 409,
    title: 'この操作は、頼んだ人でも相手でもない、もう一人の運営者が確認します。',
    action: 'ほかの運営者に、「もう一人の確認を待つ操作」から確認してもらってください。',
  },
  'MSB-OPERATOR-REASON': {
    status: 409,
    title: 'この事業所はすでに利用を始めているため、理由ともう一人の運営者の確認が要ります。',
    action: '理由（5文字以上。事業所の管理者に見えます）を添えて、もう一度頼んでください。',
  },
  'MSB-PERSON-EMERGENCY': {
    status: 409,
    title: '使い終わった緊急用の資格情報は、戻せません。',
    action: '連携基盤のサーバで、新しい緊急用の資格情報を発行してください。',
  },
  'MSB-PERSON-UNKNOWN': {
    status: 404,
    title: 'このユーザIDは、この事業所にありません。',
    action: 'ユーザIDを確かめてください。',
  },
  'MSB-PERSON-LAST-ADMINISTRATOR': {
    status: 409,
    title: '管理者がいなくなるため、この操作はできません。',
    action: '先に、ほかの人を管理者にしてください。その人が一度ログインできることも確かめてください。',
  },
  'MSB-PERSON-AGENT': {
    status: 409,
    title: '代行のユーザは、ここでは変えられません。',
    action: '「設定」の「代行」で、任せることを変えるか、代行を終わりにしてください。',
  },
  'MSB-PERSON-NOT-INVITED': {
    status: 409,
    title: 'この人は招待中ではありません。',
    action: 'すでに招待を受けたか、紙で初期パスワードを渡した人です。入れないときは、パスワードを初期化してください。',
  },
  'MSB-MAIL-UNAVAILABLE': {
    status: 409,
    title: 'この連携基盤からは、メールを送れません。',
    action: '人を追加するときは、初期パスワードを紙で渡してください。',
  },
  'MSB-LINK-INVALID': {
    status: 410,
    title: 'このリンクは使えません。',
    action: '期限が過ぎたか、すでに使われたか、途中で切れています。もう一度メールを送ってもらってください。',
  },
  'MSB-CERTIFICATE-UNKNOWN': {
    status: 404,
    title: 'この証明書は登録されていません。',
    action: '証明書の番号（フィンガープリント）を確かめてください。',
  },
  'MSB-CERTIFICATE-OUTER-AUTHORITY': {
    status: 409,
    title: 'この連携基盤では、証明書を外部の認証局が発行します。',
    action: '申請（CSR）を認証局に出し、発行された証明書を登録してください。',
  },
  'MSB-CERTIFICATE-ENROLLED': {
    status: 409,
    title: 'この証明書は、すでに事業所に登録されています。',
    action: '一つの証明書は一つの事業所にだけ使えます。別の証明書を登録してください。',
  },
  'MSB-CERTIFICATE-REQUEST-INVALID': {
    status: 422,
    title: '証明書の申請（CSR）または証明書を読み取れません。',
    action: 'PEM 形式の正しい申請または証明書を送ってください。',
  },
  'MSB-ENDORSEMENT-INVALID': {
    status: 422,
    title: 'この裏書きは使えません。',
    action:
      '自事業所の有効な証明書（代行者のものではないもの）がある PC で、管理者がもう一度裏書きしてください。PC の日付と時刻も確かめてください。',
  },
  'MSB-EMERGENCY-CLOSED': {
    status: 409,
    title: 'この緊急対応はすでに終了しています。',
    action: '新しい緊急用の資格情報を発行してください。',
  },
  ...TRANSMISSION_PROBLEMS,
  // Drafts
  'MSB-DRAFT-CHANGED': {
    status: 409,
    title: 'この下書きは、ほかの端末で変更されています。',
    action: '最新の下書きを開き直すか、いまの内容を別の下書きとして保存してください。',
  },
  'MSB-DRAFT-PART-MISSING': {
    status: 422,
    title: '下書きの中身の一部が届いていません。',
    action: 'もう一度保存してください。',
  },
  'MSB-DRAFT-TOO-MANY': {
    status: 422,
    title: '下書きが多すぎます。',
    action: '使わない下書きを捨ててから、もう一度保存してください。',
  },
  // Joining, licences
  'MSB-APPLICATION-SERVICE': {
    status: 422,
    title: 'このサービス種類は選べません。',
    action: 'サービス種類を選び直してください。選べないものは「reason」にあります。',
  },
  'MSB-APPLICATION-LINK': {
    status: 404,
    title: 'このリンクは使えません。',
    action: '期限が過ぎたか、新しいリンクが送られています。最新のメールのリンクを開くか、リンクを送り直してください。',
  },
  'MSB-APPLICATION-DECIDED': {
    status: 409,
    title: 'この申請は、すでに承認または却下されています。',
    action: '申請の一覧を開き直して、いまの状態を確かめてください。',
  },
  'MSB-APPLICATION-NOT-APPROVED': {
    status: 409,
    title: 'この申請は、まだ承認されていません。',
    action: '承認されるとメールでお知らせします。それまでお待ちください。',
  },
  'MSB-APPLICATION-HANDED-OVER': {
    status: 409,
    title: 'ユーザIDと初期パスワードは、すでにお渡ししています。',
    action:
      '控えがないときは、事業所のほかの管理者か、運営者にパスワードの再設定を頼んでください。心当たりがないときは、すぐに運営者へ知らせてください。',
  },
  'MSB-PEOPLE-TOO-MANY': {
    status: 409,
    title: 'この事業所のユーザは、これ以上増やせません（500人まで）。',
    action: '「担当者」で、使っていない人や機械を外してから、もう一度追加してください。',
  },
  'MSB-CERTIFICATE-TOO-MANY': {
    status: 409,
    title: '証明書を、これ以上申請できません。',
    action:
      '有効な証明書は100枚まで、発行を待つ申請は20件までです。「設定」の「証明書」で、使っていない証明書を失効させてください。待っている申請は、発行されるまでお待ちください。',
  },
  'MSB-DELEGATION-TOO-MANY': {
    status: 409,
    title: '代行を、これ以上認められません（一度に100件まで）。',
    action: '「代行」で、終わった仕事の代行を終わりにしてから、もう一度認めてください。',
  },
  'MSB-APPLICATION-SAME-OPERATOR': {
    status: 409,
    title: 'リンクと受取コードは、別々の運営者が渡します。',
    action: 'あなたは、もう一方をこの申請者に渡しています。ほかの運営者に頼んでください。',
  },
  'MSB-CLAIM-CODE-WRONG': {
    status: 422,
    title: '受取コードが違います。',
    action:
      '控えの8桁の数字を確かめて、もう一度入力してください。コードは、申請のときの画面に出たもの、または電話や紙で伝えられたもので、メールには書いてありません。',
  },
  'MSB-CLAIM-CODE-OVER': {
    status: 409,
    title: 'この受取コードは使えなくなりました。',
    action:
      '間違いが続いたか、コードがまだ作られていません。利用申請の方は運営者に、代行の方は任せた事業所の管理者に電話して、新しい受取コードを聞いてください。',
  },
  'MSB-APPLICATION-CERTIFIED': {
    status: 409,
    title: 'この申請の証明書は、すでに申請されています。',
    action: '証明書を追加・更新するときは、ログインして「設定」の「証明書」から手続きしてください。',
  },
  'MSB-CAMPAIGN-CLOSED': {
    status: 422,
    title: 'このキャンペーンは、いま使えません。',
    action: '受付期間が過ぎたか、すでに一度使っています。ほかの利用料を選んでください。',
  },
  'MSB-CAMPAIGN-USED': {
    status: 409,
    title: 'このキャンペーンは、すでに使われているため消せません。',
    action: '受付を終えるときは、受付の最終日を変えてください。',
  },
  'MSB-LICENCE-RENEWED': {
    status: 409,
    title: '次の期間は、すでに手続きが済んでいます。',
    action: '「契約と利用料」で、次の期間を確かめてください。',
  },
  'MSB-LICENCE-CANCELLED': {
    status: 409,
    title: '解約の手続きがされています。',
    action: '続けて使うときは、先に解約を取り消してください。',
  },
  'MSB-LICENCE-DAY': {
    status: 422,
    title: 'この日では手続きできません。',
    action: '今日から、契約の最終日までの日を選んでください。',
  },
  // Directory
  'MSB-DIRECTORY-FILE': {
    status: 422,
    title: '介護サービス情報公表システムの CSV ファイルとして読めません。',
    action:
      '「reason」を確かめ、オープンデータのファイルを変更せずに取り込んでください。今回は何も取り込んでいません。',
  },
  // Tables of service codes
  'MSB-REFERENCE-TABLE': {
    status: 422,
    title: 'サービスコード表として読めません。',
    action: '画面か「musubi reference import」で点検したものを送ってください。今回は何も取り込んでいません。',
  },
  'MSB-REFERENCE-TOO-MANY': {
    status: 409,
    title: '取り込んだサービスコード表が多すぎます。',
    action: '使わなくなった表を取り除いてから、もう一度取り込んでください。',
  },
  // Agents (代行)
  'MSB-DELEGATION-NOT-ALLOWED': {
    status: 403,
    title: 'この代行では、この操作は認められていません。',
    action: '必要なときは、代行を任せている事業所の管理者に頼んでください。',
  },
  'MSB-DELEGATION-ENDED': {
    status: 401,
    title: 'この代行は終わっています。',
    action:
      '期間が過ぎたか、事業所が取り消しました。続けるときは、事業所の管理者に新しい代行を認めてもらってください。',
  },
  'MSB-DELEGATION-OVER': {
    status: 409,
    title: 'この代行は、もう終わっています。',
    action: '続けるときは、新しい代行を認めてください。',
  },
  'MSB-DELEGATION-UNKNOWN': {
    status: 404,
    title: 'この代行は、この事業所にありません。',
    action: '代行の一覧を開き直して確かめてください。',
  },
  'MSB-DELEGATION-PERIOD': {
    status: 422,
    title: 'この日までは代行を認められません。',
    action: '明日から1年以内の日を選んでください。期間は、あとから延ばせます。',
  },
  'MSB-DELEGATION-LINK': {
    status: 404,
    title: 'この代行のリンクは使えません。',
    action:
      '期限が過ぎたか、新しいリンクが作られたか、代行が取り消されています。事業所の管理者に、リンクの作り直しを頼んでください。',
  },
  'MSB-DELEGATION-HANDED-OVER': {
    status: 409,
    title: '代行のユーザIDと初期パスワードは、すでにお渡ししています。',
    action: '控えがないときや受け取った覚えがないときは、すぐに事業所の管理者へ知らせてください。',
  },
  'MSB-DELEGATION-CERTIFIED': {
    status: 409,
    title: '代行の証明書は、すでに申請されています。',
    action:
      '別の PC に移すときは保存した証明書ファイルを使ってください。なくしたときは、事業所の管理者に失効させてもらい、新しいリンクを受け取ってください。',
  },
  'MSB-DELEGATION-CERTIFICATE-LASTS': {
    status: 409,
    title: '代行の証明書は、代行の期間が終わるまで使えます。',
    action: '新しくする必要はありません。期間を延ばすときは、事業所の管理者に頼んでください。',
  },
  // Notifications
  'MSB-PUSH-ENDPOINT': {
    status: 422,
    title: 'このブラウザの通知は登録できません。',
    action: 'Edge または Chrome の最新版で、もう一度お試しください。',
  },
  // Enquiries
  'MSB-TICKET-REFUSED': {
    status: 422,
    title: '自動の投稿と見分けられないため、受け付けられませんでした。',
    action: 'ブラウザの自動入力を止めてページを読み直し、もう一度送ってください。',
  },
  'MSB-TICKET-UNKNOWN': {
    status: 404,
    title: '受付番号か合言葉が違います。',
    action: '受け付けたときの画面に表示された番号と合言葉を確かめてください。終わったお問い合わせは1年後に消えます。',
  },
  'MSB-TICKET-CLOSED': {
    status: 409,
    title: 'このお問い合わせは終わっています。',
    action: '続きがあるときは、新しいお問い合わせとして受け付けてください。',
  },
} as const satisfies Readonly<Record<string, ProblemEntry>>;

export type ProblemCode = keyof typeof PROBLEMS;
