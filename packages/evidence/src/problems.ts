/**
 * Everything verification can refuse, each with its own code. Codes are never renamed.
 * Messages are for the person in the office: what is wrong and what to do.
 */
export const EVIDENCE_PROBLEMS = {
  'MSB-CERT-MALFORMED': '証明書を読み取れません。証明書ファイルを選び直してください。',
  'MSB-CERT-EXPIRED': '証明書の有効期限が切れています。証明書を更新してください。',
  'MSB-CERT-NOT-YET-VALID': '証明書はまだ有効期間の前です。端末の日付と時刻を確かめてください。',
  'MSB-CERT-REVOKED': '証明書は失効しています。新しい証明書を取得してください。',
  'MSB-CERT-UNKNOWN-ISSUER': '信頼できる認証局が発行した証明書ではありません。証明書を確かめてください。',
  'MSB-CERT-NOT-ACCEPTED':
    'この端末でまだ受け入れていない認証局が発行した証明書です。管理者が「設定」の「認証局」（コマンドでは musubi trust）で確かめて受け入れると使えます。',
  'MSB-CERT-ALTERED':
    '証明書の署名が、発行した認証局のものと合いません。内容が書き換えられたか、同じ名前の別の認証局が発行したものです。証明書を取得し直してください。',
  'MSB-CERT-WRONG-USAGE': 'この用途には使えない証明書です。介護保険証明書か介護DX証明書を選んでください。',
  'MSB-CERT-WEAK-KEY': '鍵の強さが足りない証明書です。RSA 2048ビット以上かP-256以上の証明書を使ってください。',
  'MSB-CERT-KEY-KIND':
    '対応していない種類の鍵の証明書です。RSA（2048ビット以上）か、P-256・P-384・P-521の証明書を使ってください。',
  'MSB-CERT-ALGORITHM':
    '証明書の署名の方式に対応していません（古い方式か、珍しい方式です）。発行元に、SHA-256以上の方式で発行し直してもらってください。',
  'MSB-CERT-ISSUER-NOT-ALLOWED':
    '証明書を発行した認証局に、この証明書を発行する権限がありません。証明書の発行元に問い合わせてください。',
  'MSB-CERT-NAME-NOT-PERMITTED':
    '証明書の名前が、発行した認証局に認められた範囲の外です。証明書の発行元に問い合わせてください。',
  'MSB-CERT-UNHANDLED':
    '証明書に、Musubi が判断できない条件（重要とされた拡張項目）が付いています。証明書の発行元に問い合わせてください。',
  'MSB-CERT-REVOCATION-UNKNOWN': '証明書が失効していないか確かめられません。通信を確かめて、もう一度お試しください。',
  'MSB-CERT-NOT-ENDORSED':
    'この事業所のものか確かめられていない、見覚えのない証明書で署名されています。相手の事業所に電話で証明書の「ことば」を確かめ、「設定」の「証明書の確認」（コマンドでは musubi trust）で受け入れると開けます。',
  'MSB-CRL-MALFORMED': '失効リストを読み取れません。運営者へお知らせください。',
  'MSB-P12-MALFORMED': '証明書ファイル（.p12／.pfx）を読み取れません。ファイルを選び直してください。',
  'MSB-P12-WRONG-PASSWORD': '証明書ファイルのパスワードが違います。発行時のパスワードを確かめてください。',
  'MSB-P12-NO-KEY': '証明書ファイルに秘密鍵がありません。発行されたままの .p12／.pfx ファイルを選んでください。',
  'MSB-P12-NO-CERTIFICATE':
    '証明書ファイルの秘密鍵と組になる証明書が、ファイルの中にありません。発行されたままの .p12／.pfx ファイルを選んでください。',
  'MSB-P12-UNSUPPORTED':
    '証明書ファイルの保護の方式に対応していません（パスワードの誤りではありません）。発行元に、AES-256 か 3DES の方式で書き出し直してもらってください。',
  'MSB-P12-SEVERAL-KEYS': '証明書ファイルに鍵がいくつも入っています。使うものを選んでください。',
  'MSB-SIG-MALFORMED': '署名を読み取れません。データを取得し直してください。',
  'MSB-SIG-INVALID': '署名が正しくありません。データが書き換えられているおそれがあります。相手に確かめてください。',
  'MSB-SIG-ALGORITHM':
    'この Musubi が認めていない方式で署名されています。Musubi を新しくして開き直し、それでも同じなら、別の方式で送り直すよう相手に頼んでください。',
  'MSB-SIG-CONTENT-CHANGED': '署名のあとに内容が書き換えられています。データを取得し直してください。',
  'MSB-ENV-MALFORMED': '暗号化されたデータを読み取れません。データを取得し直してください。',
  'MSB-ENV-ALGORITHM':
    'この Musubi が認めていない方式で暗号化されています。Musubi を新しくして開き直し、それでも同じなら、別の方式で送り直すよう相手に頼んでください。',
  'MSB-ENV-ALTERED': '暗号化されたデータが書き換えられています。データを取得し直してください。',
  'MSB-ENV-NOT-FOR-US': 'この証明書では開けないデータです。宛先の事業所の証明書を選んでください。',
  'MSB-ENV-OTHER-KEY':
    '送信元が署名したものとは別の鍵で暗号化されています。読む人によって中身が違うおそれがあるため開きません。送信元に再送を頼んでください。',
  'MSB-MANIFEST-MALFORMED': '送信内容の一覧（manifest）の形が正しくありません。送信元に再送を頼んでください。',
  'MSB-MANIFEST-OTHER':
    '連携基盤が示した送信と、署名された送信（番号・送信元・送信先）が違います。開かずに、送信元と運営者へ知らせてください。',
  'MSB-PACK-PAYLOAD-CHANGED': '送信された暗号データが、署名されたものと違います。データを取得し直してください。',
  'MSB-PACK-FILE-CHANGED': 'ファイルの中身が、署名されたものと違います。送信元に再送を頼んでください。',
  'MSB-PACK-FILE-MISSING': '署名された一覧にあるファイルが入っていません。送信元に再送を頼んでください。',
  'MSB-PACK-FILE-EXTRA': '署名された一覧にないファイルが入っています。送信元に再送を頼んでください。',
  'MSB-PACK-MESSAGE-CHANGED': 'メッセージが、署名されたものと違います。送信元に再送を頼んでください。',
  'MSB-PACK-NAME-CHANGED': '添付ファイルの名前が、署名されたものと違います。送信元に再送を頼んでください。',
  'MSB-PACK-MALFORMED': '送信データの中身を読み取れません。送信元に再送を頼んでください。',
  'MSB-EVIDENCE-NO-SALT':
    '中身を証明するための salt.bin がないため、署名されたときのままかどうかを確かめられません。証跡を取得し直してください。',
  'MSB-RECEIPT-MALFORMED': '証跡を読み取れません。証跡を取得し直してください。',
  'MSB-RECEIPT-NO-REASON': '理由のない不達・差戻しの証跡です。運営者へお知らせください。',
  'MSB-RECEIPT-CHAIN': '証跡のつながりが正しくありません。証跡を取得し直してください。',
  'MSB-RECEIPT-OTHER-CONTENT': '別の送信の証跡です。証跡を取得し直してください。',
  'MSB-RECEIPT-TWO-OUTCOMES': '一つの送信に、結果の証跡が二つあります。運営者へお知らせください。',
  'MSB-RECEIPT-EARLY-EXPIRY': '期限の前に期限切れとされた証跡です。運営者へお知らせください。',
  'MSB-STATEMENT-MALFORMED': '取得の確認（署名）の形が正しくありません。データを取得し直してください。',
  'MSB-ENDORSEMENT-MALFORMED': '証明書の裏書き（署名）の形が正しくありません。裏書きをやり直してください。',
  'MSB-PDF-MALFORMED': 'PDFを読み取れません。Musubi で保存した署名つきPDFを、そのまま選び直してください。',
  'MSB-PDF-NOT-SIGNED': '電子署名のないPDFです。印刷し直したものではなく、保存した署名つきPDFを選んでください。',
  'MSB-PDF-APPENDED':
    '電子署名のあとに、PDFへ何かが書き加えられたか、一部が失われています。保存したままのPDFを選んでください。',
  'MSB-ASSERTION-INVALID': '証明書による署名（ログイン用）が正しくありません。もう一度ログインしてください。',
} as const satisfies Readonly<Record<string, string>>;

export type EvidenceProblemCode = keyof typeof EVIDENCE_PROBLEMS;

/** Thrown by evidence functions when what they were given can't be trusted. */
export class EvidenceError extends Error {
  override readonly name = 'EvidenceError';
  constructor(
    readonly code: EvidenceProblemCode,
    /** Technical detail for logs; never personal data or key material. */
    readonly detail?: string,
  ) {
    super(EVIDENCE_PROBLEMS[code]);
  }
}
