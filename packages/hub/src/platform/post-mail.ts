import type { MailOutcome } from '@musubi/contract';
import type { Context } from './context.js';
import { type MailText, openMailer } from './mail.js';

/** Posts one mail now, because somebody waits for it; what went wrong is logged by its code. */
export async function postMail({ settings, log }: Context, address: string, mail: MailText): Promise<MailOutcome> {
  const mailer = openMailer(settings);
  if (!mailer) return 'off';
  try {
    const code = await mailer.post(address, mail);
    if (code) log.warn({ code }, 'a mail could not be sent');
    return code ? 'failed' : 'sent';
  } finally {
    mailer.close();
  }
}
