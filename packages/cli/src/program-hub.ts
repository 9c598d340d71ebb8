import type { Command } from 'commander';
import type { Action } from './main.js';

const collect = (value: string, before: string[]) => [...before, ...value.split(',')];
const DATA = ['--data <folder>', 'データのフォルダ（既定は MUSUBI_DATA）'] as const;

/** Commands for the machine that runs a hub; the hub itself is loaded only when one of them runs. */
export function registerHubCommands(program: Command, action: Action): void {
  const hub = program.command('hub').description('連携基盤を動かす、事業所・証明書・ユーザを登録する');
  hub
    .command('start')
    .description('連携基盤を起動する')
    .option(...DATA)
    .option('--port <port>', 'ポート（既定は 8443）')
    .option('--host <address>', '待ち受けるアドレス')
    .addHelpText('after', '\n例:\n  musubi hub start --data ./hub-data --port 8443')
    .action(
      action(async (options: { data?: string; port?: string; host?: string }) =>
        (await import('./commands/hub/start.js')).start(options),
      ),
    );

  const office = hub.command('office').description('事業所の登録');
  office
    .command('add')
    .description('事業所を登録する')
    .argument('<number>', '事業所番号（10桁）')
    .requiredOption('--name <name>', '事業所名')
    .requiredOption('--service <types>', 'サービス種類コード（カンマ区切り、例: 11,15）', collect, [])
    .option('--days <days>', 'ライセンスの日数', '365')
    .option(...DATA)
    .addHelpText('after', '\n例:\n  musubi hub office add 1375400014 --name 訪問看護ステーションひまわり --service 13')
    .action(
      action(async (number: string, options: { name: string; service: string[]; days: string; data?: string }) =>
        (await import('./commands/hub/offices.js')).addOffice(number, options),
      ),
    );
  office
    .command('list')
    .description('事業所の一覧')
    .option('--search <text>', '番号または名前')
    .option(...DATA)
    .action(
      action(async (options: { search?: string; data?: string }) =>
        (await import('./commands/hub/offices.js')).listOffices(options),
      ),
    );

  hub
    .command('directory')
    .description('事業所検索のデータ')
    .command('import')
    .description('介護サービス情報公表システムのオープンデータ（CSV）を取り込む')
    .argument('<files...>', 'サービスの種類ごとの CSV ファイル')
    .requiredOption('--edition <edition>', 'データの版（例: 2025-12）')
    .option(...DATA)
    .addHelpText('after', '\n例:\n  musubi hub directory import jigyosho_*.csv --edition 2025-12')
    .action(
      action(async (files: string[], options: { edition: string; data?: string }) =>
        (await import('./commands/hub/directory.js')).importDirectory(files, options),
      ),
    );
  hub
    .command('audit')
    .description('監査記録')
    .command('verify')
    .description('監査記録が書き換えられていないかを確かめる（最初に違う行を示す）')
    .option('--checkpoints <path>', '外に出した写しのフォルダ、または記録のファイル（既定は MUSUBI_AUDIT_COPY）')
    .option('--copy <folder>', 'データベースの代わりに、写しだけを確かめる')
    .option(...DATA)
    .addHelpText('after', '\n例:\n  musubi hub audit verify --checkpoints /mnt/audit')
    .action(
      action(async (options: { checkpoints?: string; copy?: string; data?: string }) =>
        (await import('./commands/hub/audit.js')).verify(options),
      ),
    );
  registerCertificates(hub, action);
  registerAccounts(hub, action);
}

function registerCertificates(hub: Command, action: Action): void {
  const certificate = hub.command('certificate').description('証明書の発行と失効');
  certificate
    .command('issue')
    .description('試行用の証明書を発行し、.p12 ファイルに保存する')
    .requiredOption('--office <number>', '事業所番号')
    .requiredOption('--out <file>', '保存先（例: 事業所.p12）')
    .option('--profile <profile>', 'kaigo（介護保険証明書）または dx（介護DX証明書）', 'dx')
    .option(...DATA)
    .action(
      action(async (options: { office: string; out: string; profile: string; data?: string }) =>
        (await import('./commands/hub/offices.js')).issueCertificate(options),
      ),
    );
  certificate
    .command('revoke')
    .description('証明書を失効させる')
    .argument('<fingerprint>', '証明書の番号')
    .option('--reason <reason>', '理由', 'unspecified')
    .option(...DATA)
    .action(
      action(async (fingerprint: string, options: { reason: string; data?: string }) =>
        (await import('./commands/hub/offices.js')).revokeCertificate(fingerprint, options),
      ),
    );
}

function registerAccounts(hub: Command, action: Action): void {
  const kinds = [
    ['user', 'person', '人（C…）', 'staff'],
    ['machine', 'machine', '機械（介護ソフトなど、M…）', 'machine'],
    ['operator', 'operator', '運営者（OP…）', 'operator'],
  ] as const;
  for (const [name, kind, label, role] of kinds) {
    hub
      .command(name)
      .description(`${label}の登録`)
      .command('add')
      .description(`${label}を追加する`)
      .requiredOption('--office <number>', '事業所番号')
      .requiredOption('--name <name>', '氏名または名前')
      .option('--role <role>', '権限', role)
      .option(...DATA)
      .action(
        action(async (options: { office: string; name: string; role: string; data?: string }) =>
          (await import('./commands/hub/offices.js')).addAccount(kind, options),
        ),
      );
  }
}
