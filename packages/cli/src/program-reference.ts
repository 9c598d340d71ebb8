import type { Command } from 'commander';
import type { ImportOptions } from './commands/reference.js';
import type { Action } from './main.js';

/** Tables of service codes on this computer: kept in its home folder and used by every command. */
export function registerReferenceCommands(program: Command, action: Action): void {
  const reference = program
    .command('reference')
    .description('サービスコード表を取り込む、一覧する、取り除く')
    .addHelpText('after', '\n例:\n  musubi reference import サービスコード表.xlsx --dry-run\n  musubi reference list');
  reference
    .command('import')
    .description('厚生労働省のサービスコード表（CSV・xlsx）か、市町村の単位数表マスタ（CSV）を取り込む')
    .argument('<files...>', '取り込むファイル')
    .option('--from <month>', '使い始める年月（例: 2027-04。表に書かれていないとき）')
    .option('--keep-missing', '全国の表にないコードを、終わりにせずに残す')
    .option('--dry-run', '取り込まずに、何が変わるかだけを表示する')
    .option('--all', '変わるコードをすべて表示する')
    .option('--json', 'プログラムで読む形（JSON）で表示する')
    .action(
      action(async (files: string[], options: ImportOptions) =>
        (await import('./commands/reference.js')).importReference(files, options),
      ),
    );
  reference
    .command('list')
    .description('取り込んだ表を表示する')
    .action(action(async () => (await import('./commands/reference.js')).listReference()));
  reference
    .command('remove')
    .description('取り込んだ表を取り除く')
    .argument('<id>', '番号（musubi reference list で表示されるもの）')
    .action(action(async (id: string) => (await import('./commands/reference.js')).removeReference(id)));
}
