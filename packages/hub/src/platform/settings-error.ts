/** Thrown with every problem of a configuration at once; nothing is started then. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}
