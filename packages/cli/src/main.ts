import { Command, CommanderError } from 'commander';
import { registerHubCommands } from './program-hub.js';
import { registerOfflineCommands } from './program-offline.js';
import { registerOnlineCommands } from './program-online.js';
import { registerReferenceCommands } from './program-reference.js';
import { CommandError, line, say } from './terminal/output.js';

/** Runs an action and turns its outcome into the exit code: 0 fine, 1 failed, 2 used wrongly. */
export type Action = <Args extends unknown[]>(
  run: (...args: Args) => Promise<number>,
) => (...args: Args) => Promise<void>;

const action: Action =
  (run) =>
  async (...args) => {
    try {
      process.exitCode = await run(...args);
    } catch (error) {
      process.exitCode = explainFailure(error);
    }
  };

function explainFailure(error: unknown): number {
  if (error instanceof CommandError) {
    say(error.message);
    return error.exitCode;
  }
  if (!(error instanceof Error)) throw error;
  if ('syscall' in error && 'path' in error && 'code' in error) {
    const reasons: Readonly<Record<string, string>> = {
      ENOENT: 'がありません。名前を確かめてください。',
      EISDIR: 'はフォルダです。ファイルを指定してください。',
      EEXIST: 'はすでにあります。別の名前を指定してください。',
      ENOSPC: 'を書けません。ディスクの空きがありません。',
    };
    say(line`「${String(error.path)}」${reasons[String(error.code)] ?? `を読み書きできません（${error.code}）。`}`);
    return 1;
  }
  const known = ['HubProblem', 'ConnectionFailure', 'StorageFailure', 'CannotSend', 'EvidenceError'];
  if (!known.includes(error.name)) throw error;
  const code = 'code' in error ? `（${error.code}）` : '';
  say(line`${error.message}${'action' in error ? String(error.action) : ''}${code}`);
  if (error.name === 'ConnectionFailure' && 'kind' in error && error.kind !== 'refusedCertificate')
    say('つながることを確かめてから、もう一度実行してください。');
  return 1;
}

const TITLES: Readonly<Record<string, string>> = {
  'Usage:': '使い方:',
  'Arguments:': '指定するもの:',
  'Options:': 'オプション:',
  'Commands:': 'コマンド:',
};

/** What commander says in English about a wrongly used command, by pattern. */
const USAGE_ERRORS: readonly (readonly [RegExp, string])[] = [
  [/missing required argument '(.+)'/, '「$1」を指定してください。'],
  [/required option '(.+)' not specified/, '「$1」を指定してください。'],
  [/option '(.+)' argument missing/, '「$1」の値を指定してください。'],
  [/unknown option '(.+)'/, '「$1」というオプションはありません。'],
  [/unknown command '(.+)'/, '「$1」というコマンドはありません。'],
  [/too many arguments/, '指定が多すぎます。'],
];

function usageError(text: string): string {
  const found = USAGE_ERRORS.find(([pattern]) => pattern.test(text));
  const [sentence] = text.split('\n');
  return found && sentence
    ? `${sentence.replace(/^error: /, '').replace(new RegExp(`${found[0].source}.*`), found[1])}\n`
    : text;
}

const program = new Command('musubi')
  .description('ケアプランデータ（予定・実績）の点検、送受信、比較、証跡の確認')
  .helpOption('-h, --help', '使い方を表示する')
  .helpCommand('help [command]', '使い方を表示する')
  .addHelpText(
    'after',
    '\n例:\n  musubi check 10月分/            送る前に点検する\n  musubi compare 予定/ 実績/       違いだけを表示する\n  musubi send 10月分/             まとめて送る\n  musubi receive --to 受信/       届いたデータを取得する',
  )
  .configureHelp({ styleTitle: (title) => TITLES[title] ?? title })
  .configureOutput({ outputError: (text, write) => write(usageError(text)) })
  .showHelpAfterError('使い方は「musubi --help」で確かめられます。')
  .exitOverride();

registerOfflineCommands(program, action);
registerReferenceCommands(program, action);
registerOnlineCommands(program, action);
registerHubCommands(program, action);

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : 2;
}
