import { startEmbeddedPostgres } from '@musubi/hub';
import { administer } from '@musubi/testkit';

/** Runs a statement as superuser in the database of a hub that runs: its own role owns nothing and tidies nothing up. */
export async function asSuperuser(dataFolder: string, statement: string): Promise<void> {
  const { administratorUrl } = await startEmbeddedPostgres(dataFolder);
  await administer(administratorUrl, statement);
}
