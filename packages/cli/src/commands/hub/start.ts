import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandError, print, say } from '../../terminal/output.js';

/** Options that every hub command on this machine shares. */
export interface HubOptions {
  readonly data?: string;
}

/** Starts the hub and keeps it running until it is asked to stop. */
export async function start({ data, port, host }: HubOptions & { port?: string; host?: string }): Promise<number> {
  const { startHub, SettingsError } = await import('@musubi/hub');
  const overrides = {
    ...(data ? { dataFolder: data } : {}),
    ...(port ? { port: Number(port) } : {}),
    ...(host ? { host } : {}),
  };
  try {
    const hub = await startHub({ settings: overrides });
    const { dataFolder, plainHttp } = hub.context.settings;
    const ca = join(dataFolder, 'hub-ca.pem');
    writeFileSync(ca, hub.caPem);
    print(`連携基盤を起動しました: ${hub.url}`);
    say(
      [
        `  ブラウザで使う: ${hub.url}/`,
        `  API のページ: ${hub.url}/docs`,
        plainHttp
          ? '  TLS なしで待ち受けています。ほかの端末から使うには、この機械で TLS を終端してください。'
          : `  利用者に渡す認証局の証明書: ${ca}`,
        '  終了するには Ctrl+C を押してください。',
      ].join('\n'),
    );
    await new Promise<void>((done) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done());
    });
    await hub.close();
    return 0;
  } catch (error) {
    if (error instanceof SettingsError) throw new CommandError(error.message, 2);
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      throw new CommandError('このポートはほかのプログラムが使っています。--port で別の番号を指定してください。');
    }
    throw error;
  }
}
