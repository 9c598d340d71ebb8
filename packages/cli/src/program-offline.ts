import type { Command } from 'commander';
import type { Action } from './main.js';

/** Commands that need neither a hub nor a login: nothing leaves the computer. */
export function registerOfflineCommands(program: Command, action: Action): void {
  program
    .command('check')
    .description('ファイルやフォルダを点検する（ログイン不要、データは外に出ません）')
    .argument('<paths...>', 'ファイルまたはフォルダ')
    .option('--json', 'プログラムで読む形（JSON）で表示する')
    .option('--profile [pattern]', 'ベンダーテストのパターン（D1〜D7）に合うか確かめる')
    .option('--format <form>', '--profile の報告の形: text、json、junit', 'text')
    .addHelpText(
      'after',
      '\n例:\n  musubi check 10月分/\n  musubi check UPPLAN_….CSV UPSIKYU_….CSV UPHOSOKU_….CSV --json\n  musubi check 出力/ --profile D2 --format junit\n\n終了コード: 0 エラーなし、1 エラーあり、2 使い方の誤り',
    )
    .action(
      action(async (paths: string[], options: { json?: boolean; profile?: string | true; format: string }) => {
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
    .addHelpText('after', '\n例:\n  musubi compare 予定/ 実績/')
    .action(
      action(async (schedules: string, actuals: string, options: { json?: boolean }) =>
        (await import('./commands/compare.js')).compare(schedules, actuals, options),
      ),
    );
  program
    .command('show')
    .description('ファイルの中身を読みやすい形で表示する')
    .argument('<paths...>', 'ファイルまたはフォルダ')
    .addHelpText('after', '\n例:\n  musubi show 受信/')
    .action(action(async (paths: string[]) => (await import('./commands/show.js')).show(paths)));
  program
    .command('print')
    .description('帳票（第1表〜第3表、第6表、第7表など）をPDFにする')
    .argument('<paths...>', 'ファイルまたはフォルダ')
    .requiredOption('--out <file>', '作るPDFのファイル名')
    .option('--client <number>', '1人分だけを印刷する（被保険者番号）')
    .option('--mask', '氏名や番号を黒く塗って印刷する')
    .addHelpText(
      'after',
      '\n例:\n  musubi print 受信/ --out 10月分.pdf\n  musubi print 受信/ --client 0559378389 --out 利用者.pdf\n  musubi print 受信/ --mask --out 検討会.pdf',
    )
    .action(
      action(async (paths: string[], options: { out: string; client?: string; mask?: boolean }) =>
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
    .addHelpText(
      'after',
      '\n例:\n  musubi convert 10月分/ --to 3 --out 第3版/\n  musubi convert 古い形/ --to 4.1 --out 新しい形/ --sender-type 43',
    )
    .action(
      action(
        async (paths: string[], options: { to: string; out: string; senderType?: string; recipientType?: string }) =>
          (await import('./commands/convert.js')).convert(paths, options),
      ),
    );
  program
    .command('verify')
    .description('証跡や署名つきPDFが正しいことを、ネットワークなしで確かめる')
    .argument('<path>', '証跡のフォルダ（receive や receipts が作ったもの）か、署名つきPDF')
    .option('--authority <fingerprint...>', '信頼する認証局の指紋（SHA-256）。公表されているものと比べてから指定します')
    .addHelpText(
      'after',
      '\n例:\n  musubi verify 受信/\n  musubi verify 送受信の記録.pdf --authority 認証局の指紋 連携基盤の指紋\n\nログインしたことのある端末では、その端末で受け入れた認証局（musubi trust）を信頼します。\n\n終了コード: 0 すべて正しい、1 正しくないものがある、2 使い方の誤り、3 ここにないものがある、4 だれが署名したか分からない',
    )
    .action(
      action(async (path: string, options: { authority?: string[] }) =>
        (await import('./commands/verify.js')).verify(path, options),
      ),
    );
}
