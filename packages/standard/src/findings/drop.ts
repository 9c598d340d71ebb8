/** What is wrong with what a person dropped or chose, before any file is read: sentences for a care worker. */
export const DROP_FINDINGS = {
  'MSB-DROP-EMPTY': {
    severity: 'error',
    title: '中身のないファイルです',
    message: '「{name}」は中身のない（0バイトの）ファイルです。',
    remedy: '介護ソフトから、もう一度出力してください。保存や転送の途中で止まったときにも、空になることがあります。',
    source: 'rules.md 10',
  },
  'MSB-DROP-NOT-CSV': {
    severity: 'error',
    title: '名前はケアプランデータですが、中身が違います',
    message: '「{name}」の中身は{found}です。ケアプランデータ（CSV）ではありません。',
    remedy:
      '介護ソフトが出力したCSVを、ほかのソフトで開いて保存したり名前を変えたりせずに、そのまま選んでください。資料として送るときは、名前を元に戻してから「添付」に加えてください。',
    source: 'rules.md 10',
  },
  'MSB-DROP-ZIP-OPENED': {
    severity: 'notice',
    title: 'ZIPファイルを開きました',
    message: '「{name}」（ZIPファイル）を開いて、中のファイルを調べました。',
    remedy: 'そのまま進められます。',
    source: 'rules.md 3',
  },
  'MSB-DROP-ZIP-LOCKED': {
    severity: 'error',
    title: 'パスワードの付いたZIPファイルです',
    message: '「{name}」はパスワードの付いたZIPファイルで、開けません。',
    remedy:
      'ZIPファイルを右クリックして「すべて展開」し、パスワードを入れ、出てきたファイルを選んでください。送るときに暗号化するので、パスワード付きのZIPにする必要はありません。',
    source: 'rules.md 3',
  },
  'MSB-DROP-ZIP-UNOPENED': {
    severity: 'error',
    title: 'ZIPファイルを開けません',
    message: '「{name}」（ZIPファイル）を開けません。壊れているか、めずらしい方法で圧縮されています。',
    remedy:
      'ZIPファイルを右クリックして「すべて展開」し、出てきたファイルを選んでください。展開もできないときは壊れています。元の場所からコピーし直すか、もう一度もらってください。',
    source: 'rules.md 3',
  },
  'MSB-DROP-ZIP-TOO-LARGE': {
    severity: 'error',
    title: 'ZIPファイルの中身が大きすぎます',
    message: '「{name}」（ZIPファイル）は、中身が大きすぎるため（合わせて200MBまで）開きませんでした。',
    remedy: 'ZIPファイルを右クリックして「すべて展開」し、ケアプランデータ（CSV）だけを選んでください。',
    source: 'security.md R38',
  },
  'MSB-DROP-ZIP-NESTED': {
    severity: 'error',
    title: 'ZIPの中にZIPが入っています',
    message: '「{paths}」は、ZIPファイルの中に入っているZIPファイルです。その中は調べていません。',
    remedy: '外側のZIPファイルを「すべて展開」し、出てきたZIPファイルを選んでください。',
    source: 'rules.md 3',
  },
  'MSB-DROP-ARCHIVE': {
    severity: 'error',
    title: '開けない形の圧縮ファイルです',
    message: '「{name}」は、ZIP以外の方法で圧縮したファイル（LZH、7z、RARなど）です。',
    remedy: '圧縮に使ったソフトで展開（解凍）し、出てきたファイルを選んでください。',
    source: 'rules.md 3',
  },
  'MSB-DROP-CLAIM-CSV': {
    severity: 'error',
    title: '国保連への請求データのようです',
    message: '「{name}」は、国保連への請求（介護給付費）のCSVのようです。ケアプランデータではありません。',
    remedy:
      '介護ソフトで「ケアプランデータ連携」用の出力を選んでください。ファイル名はUPPLAN、UPSIKYU、UPJSKなどで始まります。',
    source: 'rules.md 4',
  },
  'MSB-DROP-OTHER-CSV': {
    severity: 'error',
    title: 'ケアプランデータではないCSVです',
    message: '「{name}」はCSVですが、ケアプランデータではありません（名簿や一覧表など）。',
    remedy:
      '介護ソフトで「ケアプランデータ連携」用に出力したCSVを選んでください。ファイル名はUPPLAN、UPSIKYU、UPJSKなどで始まります。',
    source: 'rules.md 4',
  },
  'MSB-DROP-PROGRAM': {
    severity: 'error',
    title: 'プログラムは送れません',
    message: '「{name}」はプログラム（実行ファイル）です。',
    remedy: '選ばなくてよいファイルです。心当たりがなければ、開かずに管理者へ知らせてください。',
    source: 'security.md R38',
  },
  'MSB-DROP-PICTURE-FORMAT': {
    severity: 'error',
    title: '送れない形の画像です',
    message: '「{name}」は、JPEGでもPNGでもない画像（{found}）です。',
    remedy: '画像をJPEGかPNGで保存し直してください。iPhoneの写真は、設定の「互換性優先」でJPEGになります。',
    source: 'security.md R38',
  },
  'MSB-DROP-OTHER': {
    severity: 'error',
    title: 'ケアプランデータでも資料でもないファイルです',
    message: '「{name}」（{found}）は、ケアプランデータとしても資料としても送れません。',
    remedy: '送れるのは、介護ソフトが出力したCSVと、資料としてのPDF、JPEG、PNG、Word、Excelです。',
    source: 'rules.md 4',
  },
  'MSB-DROP-OTHERS': {
    severity: 'error',
    title: '送れないファイルがたくさんあります',
    message: 'ケアプランデータのほかに、送れないファイルが{total}個あります（{counts}）。',
    remedy:
      'フォルダごとではなく、介護ソフトが出力したファイルだけを選ぶと確実です。ケアプランデータはそのまま使えます。',
    source: 'rules.md 4',
  },
  'MSB-DROP-MANY-ATTACHMENTS': {
    severity: 'error',
    title: '資料になりそうなファイルが多すぎます',
    message:
      '資料（添付）になりそうなファイルが{total}個あります（{counts}）。どれを送るのか分からないため、加えませんでした。',
    remedy: '資料として送るものだけを選び直してください。ケアプランデータはそのまま使えます。',
    source: 'rules.md 3',
  },
  'MSB-DROP-UNREADABLE': {
    severity: 'error',
    title: '読めないファイルがあります',
    message: '「{name}」を読めません（{why}）。ほかのファイルはそのまま使います。',
    remedy:
      'ほかのソフトで開いていれば閉じてください。OneDriveやiCloudなどクラウドのファイルは、「このデバイス上に常に保持する」などで手元に置いてから、選び直してください。',
    source: 'rules.md 3',
  },
  'MSB-DROP-SHORTCUT': {
    severity: 'error',
    title: 'ショートカットです',
    message: '「{name}」はショートカットで、ファイルの中身は入っていません。',
    remedy: 'ショートカットの先にある、元のファイルを選んでください。',
    source: 'rules.md 4',
  },
  'MSB-DROP-ATTACHMENT': {
    severity: 'notice',
    title: '資料（添付）になるファイルは点検しません',
    message: '「{name}」は資料（PDF・写真・Word・Excel）です。中身は点検しません。',
    remedy: 'そのまま進められます。資料として送るときは「添付」に加えてください。',
    source: 'rules.md 3',
  },
  'MSB-DROP-SAME-TWICE': {
    severity: 'notice',
    title: '同じファイルが2つ以上あります',
    message: '「{name}」は同じ中身のものが{count}つあります（{paths}）。1つだけ使います。',
    remedy: 'そのまま進められます。',
    source: 'rules.md 3',
  },
  'MSB-DROP-TWO-VERSIONS': {
    severity: 'error',
    title: '同じ名前で中身の違うファイルがあります',
    message:
      '「{name}」は同じ名前で中身の違うものがあります（{paths}）。どちらが正しいか分からないため、どちらも使いません。',
    remedy: '正しいほう（多くは新しいほう）だけを選び直してください。',
    source: 'rules.md 3',
  },
} as const;
