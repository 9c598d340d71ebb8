import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  readonly to: string;
  readonly text: string;
}

/** A mail server that keeps what it gets, for tests. */
export interface Mailbox {
  readonly smtpUrl: string;
  readonly mails: readonly ReceivedMail[];
  /** The last mail's link into the hub's screens. */
  lastLink(): string;
  close(): Promise<void>;
}

export async function startMailbox(): Promise<Mailbox> {
  const mails: ReceivedMail[] = [];
  const smtp = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        mails.push({ to: session.envelope.rcptTo[0]?.address ?? '', text: textOf(Buffer.concat(chunks).toString()) });
        done();
      });
    },
  });
  await new Promise<void>((done) => smtp.listen(0, '127.0.0.1', done));
  const address = smtp.server.address();
  if (address === null || typeof address === 'string') throw new Error('the mail server has no port');
  return {
    smtpUrl: `smtp://127.0.0.1:${address.port}`,
    mails,
    lastLink: () => {
      const link = /^https?:\/\/\S+$/m.exec(mails.at(-1)?.text ?? '')?.[0];
      if (!link) throw new Error('the last mail has no link');
      return link;
    },
    close: () => new Promise<void>((done) => smtp.close(done)),
  };
}

/** Our mails are one text part, in base64 or quoted-printable. */
function textOf(raw: string): string {
  const [head = '', ...body] = raw.split('\r\n\r\n');
  const content = body.join('\r\n\r\n');
  if (/^content-transfer-encoding: base64/im.test(head)) return Buffer.from(content, 'base64').toString();
  const bytes = content
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString().replaceAll('\r\n', '\n');
}
