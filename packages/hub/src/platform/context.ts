import type { FastifyBaseLogger } from 'fastify';
import type { Database } from './database.js';
import type { SecretBox } from './secret-box.js';
import type { Settings } from './settings.js';

/** What every operation of the hub may need; made once by main.ts. */
export interface Context {
  readonly settings: Settings;
  readonly database: Database;
  /** For secrets that lie in the database. */
  readonly secrets: SecretBox;
  /** The clock; tests set it. */
  now(): Date;
  readonly log: Pick<FastifyBaseLogger, 'info' | 'warn' | 'error'>;
}
