/** One problem a hub may answer with: RFC 9457 status and title, plus what the person should do. */
export interface ProblemEntry {
  readonly status: number;
  /** What happened, in Japanese. */
  readonly title: string;
  /** What to do about it, in Japanese. */
  readonly action: string;
}

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
  // Signing in
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
    action: 'ユーザIDとパスワードを確かめてください。続けて間違えると、しばらくログインできなくなります。',
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
  'MSB-AUTH-PASSWORD-WEAK': {
    status: 422,
    title: 'このパスワードは使えません。',
    action: '13文字以上で、よく使われる言葉やユーザIDを含まないものにしてください。',
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
    action: '端末の時計が合っているか確かめて、もう一度ログインしてください。',
  },
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
  'MSB-PERSON-UNKNOWN': {
    status: 404,
    title: 'このユーザIDは、この事業所にありません。',
    action: 'ユーザIDを確かめてください。',
  },
  'MSB-CERTIFICATE-UNKNOWN': {
    status: 404,
    title: 'この証明書は登録されていません。',
    action: '証明書の番号（フィンガープリント）を確かめてください。',
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
  'MSB-EMERGENCY-CLOSED': {
    status: 409,
    title: 'この緊急対応はすでに終了しています。',
    action: '新しい緊急用の資格情報を発行してください。',
  },
  // Submitting
  'MSB-SUBMIT-MALFORMED': {
    status: 400,
    title: '送信データの形が正しくありません。',
    action: '連携クライアントを最新のものにして、送り直してください。',
  },
  'MSB-SUBMIT-SIGNATURE': {
    status: 422,
    title: '送信データの署名を確かめられません。',
    action: '証明書が有効か確かめて、もう一度送信してください。理由は「reason」にあります。',
  },
  'MSB-SUBMIT-NOT-SENDER': {
    status: 403,
    title: '署名した証明書の事業所と、送信元の事業所が違います。',
    action: '自事業所の証明書と送信元の事業所番号を確かめてください。',
  },
  'MSB-SUBMIT-MANIFEST': {
    status: 422,
    title: '送信内容の一覧に誤りがあります。',
    action: '「reason」に示した箇所を確かめてください。ファイル名と送信先が食い違っていないかも見てください。',
  },
  'MSB-SUBMIT-FILE-NAME': {
    status: 422,
    title: 'ファイル名が標準仕様に合っていないか、送信元・送信先と食い違っています。',
    action: '介護ソフトから出力し直すか、「musubi check」で直し方を確かめてください。',
  },
  'MSB-SUBMIT-FILE-SET': {
    status: 422,
    title: 'ファイルの組み合わせが、送る種類に合っていません。',
    action: '「reason」に足りないファイル、余分なファイルを示しました。介護ソフトで出力し直してください。',
  },
  'MSB-SUBMIT-ROLE': {
    status: 422,
    title: 'この種類のデータは、この送信元から送信先へは送れません。',
    action: '送信元と送信先のサービス種類を確かめてください。',
  },
  'MSB-SUBMIT-FILE-TOO-LARGE': {
    status: 413,
    title: 'ファイルが大きすぎます。',
    action: '1ファイルの上限（「limit」バイト）より小さくして送ってください。',
  },
  'MSB-SUBMIT-TOO-LARGE': {
    status: 413,
    title: '1回の送信の合計が大きすぎます。',
    action: '合計の上限（「limit」バイト）に収まるよう、分けて送ってください。',
  },
  'MSB-SUBMIT-RECIPIENT-UNKNOWN': {
    status: 422,
    title: '送信先の事業所は、この連携基盤に登録されていません。',
    action: '事業所番号を確かめてください。未参加の事業所には、紙や FAX など別の方法で渡してください。',
  },
  'MSB-SUBMIT-RECIPIENT-UNLICENSED': {
    status: 422,
    title: '送信先の事業所は、いまライセンスが有効ではありません。',
    action: '送信先の事業所に利用申請の状況を確かめてください。',
  },
  'MSB-SUBMIT-RECIPIENT-SUCCEEDED': {
    status: 422,
    title: '送信先の事業所番号は変わりました。',
    action: '新しい事業所番号（「reason」）を宛先にして、送り直してください。',
  },
  'MSB-SUBMIT-SENDER-SUSPENDED': {
    status: 403,
    title: '自事業所の利用が停止されています。',
    action:
      '停止の理由（「reason」）を確かめて、運営者へ連絡してください。届いたデータの取得はこれまでどおりできます。',
  },
  'MSB-SUBMIT-SENDER-CLOSED': {
    status: 403,
    title: '自事業所は閉じられているため、送信できません。',
    action: '届いているデータは、期日まで取得できます。心当たりがないときは、運営者へ連絡してください。',
  },
  'MSB-SUBMIT-RECIPIENT-SERVICE': {
    status: 422,
    title: '送信先の事業所は、このサービス種類を登録していません。',
    action: 'ファイル名のサービス種類コードを確かめてください。送信先の登録が古いときは、送信先に連絡してください。',
  },
  'MSB-SUBMIT-SENDER-UNLICENSED': {
    status: 403,
    title: '自事業所のライセンスが有効ではありません。',
    action: '利用申請または更新の手続きをしてください。受信はこれまでどおりできます。',
  },
  'MSB-SUBMIT-SENDER-SERVICE': {
    status: 422,
    title: '自事業所は、このサービス種類を登録していません。',
    action: '送信元のサービス種類コードと、事業所の登録内容を確かめてください。',
  },
  'MSB-SUBMIT-SELF': {
    status: 422,
    title: '送信元と送信先が同じ事業所・同じサービス種類です。',
    action: '送信先を確かめてください。',
  },
  'MSB-SUBMIT-REPLAYED': {
    status: 409,
    title: '同じ送信番号で、中身の違うデータがすでに受け付けられています。',
    action: '新しい送信として送り直してください。',
  },
  'MSB-SUBMIT-CLOCK': {
    status: 422,
    title: '端末の時計が大きくずれています。',
    action: '端末の日付と時刻を合わせてから、もう一度送信してください。',
  },
  // After submission
  'MSB-TRANSMISSION-RECALLED': {
    status: 410,
    title: 'この送信は、送信元が取り消しました。',
    action: '必要なときは、送信元に連絡してください。',
  },
  'MSB-TRANSMISSION-EXPIRED': {
    status: 410,
    title: '保存期間が過ぎたため、データは削除されました。',
    action: '送信元に再送を頼んでください。送受信の記録と証跡は残っています。',
  },
  'MSB-TRANSMISSION-RETRIEVED': {
    status: 409,
    title: '送信先がすでに取得したため、取り消せません。',
    action: '送信先に電話などで連絡し、必要なら削除情報か訂正したデータを送ってください。',
  },
  'MSB-TRANSMISSION-NOT-RETRIEVED': {
    status: 409,
    title: 'まだ取得していないデータです。',
    action: '先にデータを取得してください。',
  },
  'MSB-TRANSMISSION-DECIDED': {
    status: 409,
    title: '取込または差戻しは、すでに記録されています。',
    action: '記録の変更が必要なときは、相手の事業所に連絡してください。',
  },
  'MSB-STATEMENT-INVALID': {
    status: 422,
    title: '取得の確認（署名）を確かめられません。',
    action: 'データを取得し直してください。',
  },
  'MSB-ENVELOPE-CHANGED': {
    status: 422,
    title: '宛先の追加で、暗号化された中身が変わっています。',
    action: '元のデータを取得し直してから、もう一度お試しください。',
  },
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
