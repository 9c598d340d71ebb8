import type { ProblemEntry } from './entry.js';

/** Why a transmission is not accepted, and what its recipient may not do with it. */
export const TRANSMISSION_PROBLEMS = {
  // Submitting
  'MSB-SUBMIT-MALFORMED': {
    status: 400,
    title: '送信データの形が正しくありません。',
    action: '連携クライアントを最新のものにして、送り直してください。',
  },
  'MSB-SUBMIT-OUTDATED': {
    status: 422,
    title: '送信に使ったプログラムが古いため、受け付けられません。',
    action:
      'ブラウザでは画面を開き直し、musubi コマンドや介護ソフトは新しい版に入れ替えてから、もう一度送ってください。新しい musubi コマンドは、この連携基盤の「ダウンロード」のページにあります。これまでに送受信したものと証跡は、そのまま使えます。',
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
  'MSB-SUBMIT-REPEATED': {
    status: 409,
    title: '同じファイル連番のデータを、もう送ってあります。',
    action:
      '前の送信（「earlier」）と同じ中身なら、送り直さなくて構いません。差し替えるときは、画面では「差し替えとして送る」、musubi コマンドでは --again を使ってください。',
  },
  'MSB-SUBMIT-CLOCK': {
    status: 422,
    title: '送信データの作成日時が、連携基盤の時計と合いません。',
    action:
      '端末の日付と時刻を確かめてください。作ってから7日を過ぎたものは受け付けられないため、元のファイルから送り直してください。',
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
  'MSB-TRANSMISSION-RELEASED': {
    status: 409,
    title: '送信先がデータの受け取りを始めているため、取り消せません。',
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
    title: '宛先の追加で、保存されている中身か、ほかの宛先が変わっています。',
    action: '元のデータを取得し直してから、もう一度お試しください。',
  },
} as const satisfies Readonly<Record<string, ProblemEntry>>;
