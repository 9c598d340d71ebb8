import nodemailer from 'nodemailer';
import type { Settings } from './settings.js';

const TIMEOUT_MS = 20_000;
/** Failures of one address; any other means that no mail can be sent right now. */
const OF_ONE_ADDRESS = new Set(['EENVELOPE', 'EMESSAGE']);

export interface MailText {
  readonly subject: string;
  readonly text: string;
}

/** A connection to the mail server for some mails; close it. */
export interface Mailer {
  /** Returns the code of what went wrong, or null. The server's words may repeat the address: the code says enough. */
  post(address: string, mail: MailText): Promise<string | null>;
  close(): void;
}

export const isOfOneAddress = (code: string): boolean => OF_ONE_ADDRESS.has(code);

/** Null when no mail server is set. */
export function openMailer({ smtpUrl, mailFrom }: Settings): Mailer | null {
  if (!smtpUrl) return null;
  const timeouts = { connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS };
  const transport = nodemailer.createTransport({ url: smtpUrl, ...timeouts, disableFileAccess: true });
  return {
    post: async (address, mail) => {
      try {
        await transport.sendMail({ from: mailFrom ?? '', to: { name: '', address }, ...mail });
        return null;
      } catch (error) {
        return error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN';
      }
    },
    close: () => transport.close(),
  };
}
