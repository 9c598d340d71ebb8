import type { Command } from 'commander';

/** Stands in for `hub` in the package people download: the hub is a server of its own and needs the whole project. */
export function registerHubCommands(program: Command): void {
  program
    .command('hub')
    .description('連携基盤を動かす（この配布版には含まれません）')
    .argument('[args...]')
    .allowUnknownOption()
    .action(() => {
      process.stderr.write(
        'この配布版には、連携基盤（hub）は含まれていません。連携基盤を動かすには、Musubi のソース一式を取得してください。\n',
      );
      process.exitCode = 2;
    });
}
