import nodemailer from 'nodemailer';
import { isLoopback, type Settings } from './settings.js';

const TIMEOUT_MS = 20_000;
const OF_ONE_ADDRESS = new Set(['EENVELOPE', 'EMESSAGE']);

export interface MailText {
  readonly subject: string;
  readonly text: string;
  /** For mails of a kind: the address by which a mail program unsubscribes with one click (RFC 8058). */
  readonly unsubscribeUrl?: string;
}

/** Why a mail did not go: the code alone, because the server's words may repeat the address. */
export interface MailFailure {
  readonly code: string;
  /** Whether it is about this one address; any other failure means that no mail can be sent right now. */
  readonly isOfAddress: boolean;
  /** Whether the recipient's server refused for good (SMTP 5xx). */
  readonly isRefusal: boolean;
}

/** A connection to the mail server for some mails; close it. */
export interface Mailer {
  /** Returns what went wrong, or null when the server has taken the mail. */
  post(address: string, mail: MailText): Promise<MailFailure | null>;
  close(): void;
}

function failureOf(error: unknown): MailFailure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN';
  const answer = error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : 0;
  const isOfAddress = OF_ONE_ADDRESS.has(code);
  return { code, isOfAddress, isRefusal: isOfAddress && answer >= 500 && answer < 600 };
}

/** Programs must not answer such mails (RFC 3834); a mail of a kind says how it is ended. */
const headersOf = (unsubscribeUrl: string | undefined) => ({
  'Auto-Submitted': 'auto-generated',
  ...(unsubscribeUrl
    ? { 'List-Unsubscribe': `<${unsubscribeUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
    : {}),
});

/** Null when no mail server is set. */
export function openMailer({ smtpUrl, mailFrom }: Settings): Mailer | null {
  if (!smtpUrl) return null;
  const timeouts = { connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS };
  const transport = nodemailer.createTransport({
    url: smtpUrl,
    ...timeouts,
    disableFileAccess: true,
    // Links and ids are in these mails: only to a server on this machine do they go without TLS (R18).
    requireTLS: !isLoopback(new URL(smtpUrl).hostname),
  });
  return {
    post: async (address, { subject, text, unsubscribeUrl }) => {
      const headers = headersOf(unsubscribeUrl);
      try {
        await transport.sendMail({ from: mailFrom ?? '', to: { name: '', address }, subject, text, headers });
        return null;
      } catch (error) {
        return failureOf(error);
      }
    },
    close: () => transport.close(),
  };
}
