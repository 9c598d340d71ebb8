import type { Command } from 'commander';
import type { BoxOptions } from './commands/boxes.js';
import type { LoginOptions } from './commands/login.js';
import type { SendOptions } from './commands/send.js';
import type { Action } from './main.js';

const collect = (value: string, before: string[]) => [...before, value];

/** Commands that talk to a hub. */
export function registerOnlineCommands(program: Command, action: Action): void {
  program
    .command('login')
    .description('ログインする（証明書とパスワード）')
    .option('--hub <url>', '連携基盤のアドレス（例: https://localhost:8443）')
    .option('--ca <file>', '連携基盤の認証局の証明書（PEM）')
    .option('--certificate <file>', '自事業所の証明書ファイル（.p12／.pfx）')
    .option('--key <number>', '証明書ファイルに鍵がいくつもあるときの番号')
    .option('--user <id>', '個人のユーザID（C…）')
    .option('--office-id <id>', '事業所のユーザID（KJ…）。この端末で初めてのときだけ必要')
    .option('--one-time-code <code>', '確認コード（設定しているときだけ）')
    .addHelpText(
      'after',
      '\n例:\n  musubi login --hub https://localhost:8443 --ca hub-ca.pem --certificate 事業所.p12 --user C0123456789 --office-id KJ131377700001\n\nパスワードは環境変数 MUSUBI_PASSWORD、MUSUBI_CERTIFICATE_PASSWORD でも渡せます。',
    )
    .action(action(async (options: LoginOptions) => (await import('./commands/login.js')).login(options)));
  program
    .command('logout')
    .description('ログアウトする')
    .action(action(async () => (await import('./commands/login.js')).logout()));
  program
    .command('whoami')
    .description('誰としてログインしているかを表示する')
    .action(action(async () => (await import('./commands/login.js')).whoami()));
  registerTrust(program, action);
  program
    .command('send')
    .description('点検し、署名・暗号化して送る（何件でも。届かないときは送信待ちに残る）')
    .argument('[paths...]', 'ファイルまたはフォルダ')
    .option('--dry-run', '送らずに、何がどこへ送られるかを表示する')
    .option('--message <text>', 'メッセージ（1,000文字まで）')
    .option('--attach <file>', '添付ファイル（PDF、画像、Word、Excel。何度でも）', collect, [])
    .option('--to <office>', '添付やメッセージだけを送る相手（事業所番号-サービス種類）')
    .option('--sure', '送信先の番号が、やり取りのある相手の番号に似ていても送る')
    .option('--again', '送ってあるものを、わざともう一度送る（前の送信を差し替えるものとして送る）')
    .addHelpText(
      'after',
      '\n例:\n  musubi send 10月分/ --dry-run\n  musubi send 10月分/ --message "よろしくお願いします"' +
        '\n\n途中で止まったときは、同じ musubi send をもう一度実行するか、「musubi outbox --retry」を実行してください。\n同じファイル連番のものは、二重には送りません。添付やメッセージだけのものも、3日のうちは二重に送りません。' +
        '\n\nウイルス対策ソフト ClamAV に確かめるには、環境変数 MUSUBI_CLAMD に clamd のソケットか「ホスト:ポート」を設定します。\n見つかったとき、確かめられないときは、送りません。',
    )
    .action(
      action(async (paths: string[], options: SendOptions) =>
        (await import('./commands/send.js')).send(paths, options),
      ),
    );
  program
    .command('outbox')
    .description('送信待ちを表示する、もう一度送る')
    .option('--retry', '送信待ちをもう一度送る')
    .option('--discard <id>', '送らないことにして取り除く（送信番号）')
    .addHelpText('after', '\n例:\n  musubi outbox\n  musubi outbox --retry')
    .action(
      action(async (options: { retry?: boolean; discard?: string }) =>
        (await import('./commands/send.js')).outbox(options),
      ),
    );
  for (const [name, description] of [
    ['inbox', '受信一覧'],
    ['sent', '送信一覧'],
  ] as const) {
    program
      .command(name)
      .description(description)
      .option('--month <YYYYMM>', '対象月')
      .option('--partner <number>', '相手の事業所番号')
      .option('--json', 'プログラムで読む形（JSON）で表示する')
      .action(action(async (options: BoxOptions) => (await import('./commands/boxes.js'))[name](options)));
  }
  program
    .command('receive')
    .description('届いたデータを取得して保存する（番号を指定すると、取得済みのものも再取得）')
    .argument('[ids...]', '送信番号')
    .requiredOption('--to <folder>', '保存するフォルダ')
    .addHelpText(
      'after',
      '\n例:\n  musubi receive --to 受信/' +
        '\n\nウイルス対策ソフト ClamAV に確かめるには、環境変数 MUSUBI_CLAMD に clamd のソケットか「ホスト:ポート」を設定します。\n見つかったとき、確かめられないときは、保存しません。',
    )
    .action(
      action(async (ids: string[], options: { to: string }) =>
        (await import('./commands/receive.js')).receive(ids, options),
      ),
    );
  registerFollowUps(program, action);
}

function registerTrust(program: Command, action: Action): void {
  const which = ['<which...>', '指紋（SHA-256、64文字。空白や「:」があってもよい）か、証明書の「ことば」8語'] as const;
  const trust = program
    .command('trust')
    .description('この端末が信頼する認証局と、確かめていない証明書を表示する')
    .addHelpText(
      'after',
      '\n例:\n  musubi trust\n  musubi trust accept 3F2A:…（指紋64文字）\n  musubi trust accept とらねこ・のれん・みかん・…（ことば8語）',
    )
    .action(action(async () => (await import('./commands/trust.js')).trust()));
  trust
    .command('office')
    .description('相手の事業所の証明書と「ことば」を表示する（電話で確かめるとき）')
    .argument('<number>', '事業所番号')
    .action(action(async (number: string) => (await import('./commands/trust.js')).trustOffice(number)));
  trust
    .command('accept')
    .description('新しい認証局や、相手の新しい証明書を受け入れる（確かめてから）')
    .argument(...which)
    .action(action(async (parts: string[]) => (await import('./commands/trust.js')).accept(parts)));
  trust
    .command('refuse')
    .description('相手の新しい証明書を使わないことにする')
    .argument(...which)
    .action(action(async (parts: string[]) => (await import('./commands/trust.js')).refuse(parts)));
  trust
    .command('endorse')
    .description('自事業所の新しい証明書に裏書きする（管理者。ログインの直後に）')
    .argument(...which)
    .action(action(async (parts: string[]) => (await import('./commands/trust.js')).endorseOwn(parts)));
}

function registerFollowUps(program: Command, action: Action): void {
  const id = ['<id>', '送信番号'] as const;
  program
    .command('recall')
    .description('取得される前の送信を取り消す')
    .argument(...id)
    .action(action(async (one: string) => (await import('./commands/follow-up.js')).recall(one)));
  program
    .command('accept')
    .description('取込済として送信元に知らせる')
    .argument(...id)
    .action(action(async (one: string) => (await import('./commands/follow-up.js')).accept(one)));
  program
    .command('reject')
    .description('差戻しとして送信元に知らせる')
    .argument(...id)
    .requiredOption('--reason <reason>', '理由: wrong-client、cannot-import、wrong-recipient、duplicate、other')
    .action(
      action(async (one: string, options: { reason: string }) =>
        (await import('./commands/follow-up.js')).reject(one, options),
      ),
    );
  program
    .command('receipts')
    .description('証跡を保存する')
    .argument(...id)
    .requiredOption('--to <folder>', '保存するフォルダ')
    .action(
      action(async (one: string, options: { to: string }) =>
        (await import('./commands/follow-up.js')).receipts(one, options),
      ),
    );
  program
    .command('watch')
    .description('到着と状態の変化を知らせる')
    .action(action(async () => (await import('./commands/follow-up.js')).watch()));
}
