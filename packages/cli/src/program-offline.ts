import type { Command } from 'commander';
import type { CheckOptions } from './commands/check.js';
import type { Action } from './main.js';

/** Commands that need neither a hub nor a login: nothing leaves the computer. */
export function registerOfflineCommands(program: Command, action: Action): void {
  program
    .command('check')
    .description('ファイルやフォルダを点検する（ログイン不要、データは外に出ません）')
    .argument('<paths...>', 'ファイルまたはフォルダ')
    .option('--json', 'プログラムで読む形（JSON）で表示する')
    .option('--repair', '直せるところ（名前、文字コード）と、直すとどうなるかを示す（何も書き換えません）')
    .option('--write <folder>', '--repair で直した写しを、別のフォルダに書き出す（元のファイルはそのまま）')
    .option('--without <codes>', '標準仕様にはない注意・お知らせのうち、消すもののコード（カンマ区切り）')
    .option('--strict-standard', '標準仕様にある規則だけで点検する（標準仕様にはない注意・お知らせを全部消す）')
    .option('--profile [pattern]', 'ベンダーテストのパターン（D1〜D7）に合うか確かめる')
    .option('--format <form>', '--profile の報告の形: text、json、junit', 'text')
    .addHelpText(
      'after',
      '\n例:\n  musubi check 10月分/\n  musubi check UPPLAN_….CSV UPSIKYU_….CSV UPHOSOKU_….CSV --json\n  musubi check 10月分/ --repair --write 直したもの/\n  musubi check 出力/ --profile D2 --format junit\n\n終了コード: 0 エラーなし、1 エラーあり・点検するものがない・読めないものがある、2 使い方の誤り',
    )
    .action(
      action(async (paths: string[], options: CheckOptions & { profile?: string | true; format: string }) => {
        if (options.profile)
          return (await import('./commands/profile.js')).profile(paths, options.profile, options.format);
        return (await import('./commands/check.js')).check(paths, options);
      }),
    );
  program
    .command('explain')
    .description('コード（MSB-…）の意味と対処を表示する')
    .argument('<code>', '点検結果などに表示されたコード')
    .addHelpText('after', '\n例:\n  musubi explain MSB-ITEM-BAD-DATE')
    .action(action(async (code: string) => (await import('./commands/explain.js')).explain(code)));
  program
    .command('compare')
    .description('予定と実績を比べ、違いだけを表示する')
    .argument('<schedules>', '予定（第6表）のファイルまたはフォルダ')
    .argument('<actuals>', '実績のファイルまたはフォルダ')
    .option('--json', 'プログラムで読む形（JSON）で表示する')
    .addHelpText(
      'after',
      '\n例:\n  musubi compare 予定/ 実績/\n\n終了コード: 0 比べた（違いがあっても0）、1 使えない行やファイルがあった・どちらかが空、2 使い方の誤り（フォルダが逆など）',
    )
    .action(
      action(async (schedules: string, actuals: string, options: { json?: boolean }) =>
        (await import('./commands/compare.js')).compare(schedules, actuals, options),
      ),
    );
  program
    .command('show')
    .description('ファイルの中身を読みやすい形で表示する')
    .argument('<paths...>', 'ファイルまたはフォルダ')
    .option('--json', 'プログラムで読む形（JSON）で表示する')
    .addHelpText(
      'after',
      '\n例:\n  musubi show 受信/\n\n終了コード: 0 すべて表示した、1 読み取れない行やファイルがあった、2 使い方の誤り',
    )
    .action(
      action(async (paths: string[], options: { json?: boolean }) =>
        (await import('./commands/show.js')).show(paths, options),
      ),
    );
  program
    .command('print')
    .description('帳票（第1表〜第3表、第6表、第7表など）をPDFにする')
    .argument('<paths...>', 'ファイルまたはフォルダ')
    .requiredOption('--out <file>', '作るPDFのファイル名')
    .option(
      '--client <number>',
      '1人分だけを印刷する（被保険者番号。同じ番号の人が2人いるときは 保険者番号-被保険者番号）',
    )
    .option('--mask', '氏名や番号を黒く塗って印刷する')
    .option('--json', '結果をプログラムで読む形（JSON）で表示する')
    .addHelpText(
      'after',
      '\n例:\n  musubi print 受信/ --out 10月分.pdf\n  musubi print 受信/ --client 0559378389 --out 利用者.pdf\n  musubi print 受信/ --mask --out 検討会.pdf\n\n終了コード: 0 すべて印刷した、1 読み取れない行やファイルがあった、2 使い方の誤り',
    )
    .action(
      action(async (paths: string[], options: { out: string; client?: string; mask?: boolean; json?: boolean }) =>
        (await import('./commands/print.js')).printForms(paths, options),
      ),
    );
  program
    .command('convert')
    .description('第3版と第4.1版を変換する（何が失われ、何を補う必要があるかを報告する）')
    .argument('<paths...>', 'ファイルまたはフォルダ')
    .requiredOption('--to <edition>', '変換先の版: 3 または 4.1')
    .requiredOption('--out <folder>', '変換したファイルを置くフォルダ')
    .option('--sender-type <type>', '送信元のサービス種類コード（第4.1版へ変換するとき）')
    .option('--recipient-type <type>', '送信先のサービス種類コード（第4.1版へ変換するとき）')
    .option('--json', '結果をプログラムで読む形（JSON）で表示する')
    .addHelpText(
      'after',
      '\n例:\n  musubi convert 10月分/ --to 3 --out 第3版/\n  musubi convert 古い形/ --to 4.1 --out 新しい形/ --sender-type 43\n\nエラーのある送信単位は変換しません（理由を表示します）。\n終了コード: 0 すべて変換した、1 変換できないものがあった、2 使い方の誤り',
    )
    .action(
      action(
        async (
          paths: string[],
          options: { to: string; out: string; senderType?: string; recipientType?: string; json?: boolean },
        ) => (await import('./commands/convert.js')).convert(paths, options),
      ),
    );
  program
    .command('verify')
    .description('証跡や署名つきPDFが正しいことを、ネットワークなしで確かめる')
    .argument('<path>', '証跡のフォルダ（receive や receipts が作ったもの）か、署名つきPDF')
    .option('--authority <fingerprint...>', '信頼する認証局の指紋（SHA-256）。公表されているものと比べてから指定します')
    .option('--json', 'プログラムで読む形（JSON）で表示する')
    .addHelpText(
      'after',
      '\n例:\n  musubi verify 受信/\n  musubi verify 送受信の記録.pdf --authority 認証局の指紋 連携基盤の指紋\n\nログインしたことのある端末では、その端末で受け入れた認証局（musubi trust）を信頼します。\n\n終了コード: 0 すべて正しい、1 正しくないものがある、2 使い方の誤り、3 ここにないものがある、4 だれが署名したか分からない',
    )
    .action(
      action(async (path: string, options: { authority?: string[]; json?: boolean }) =>
        (await import('./commands/verify.js')).verify(path, options),
      ),
    );
}
