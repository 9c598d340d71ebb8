import { SMTPServer } from 'smtp-server';

/** A mail as its recipient's program shows it. */
export interface TestMail {
  readonly to: string;
  readonly raw: string;
  /** Headers, unfolded. */
  readonly head: string;
  readonly subject: string;
  readonly text: string;
}

/** A real mail server that keeps what it is given. */
export interface Mailbox {
  /** For the setting `smtpUrl`. */
  readonly smtpUrl: string;
  readonly mails: TestMail[];
  /** Takes mail, is busy (4xx), refuses the address for good (5xx), or is not there for anybody. */
  mood: 'kind' | 'busy' | 'refusing' | 'closed';
  /** The last mail's link into the hub's screens. */
  lastLink(): string;
  close(): Promise<void>;
}

export async function startMailbox(): Promise<Mailbox> {
  const mails: TestMail[] = [];
  const refusal = () => {
    if (box.mood === 'refusing') return Object.assign(new Error('unknown here'), { responseCode: 550 });
    return box.mood === 'busy' ? Object.assign(new Error('try later'), { responseCode: 450 }) : null;
  };
  const smtp = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onConnect: (_session, done) => done(box.mood === 'closed' ? new Error('not now') : null),
    onRcptTo: (_address, _session, done) => done(refusal()),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        mails.push(readMail(session.envelope.rcptTo[0]?.address ?? '', Buffer.concat(chunks).toString()));
        done();
      });
    },
  });
  smtp.on('error', () => {}); // refused connections are what the tests want
  await new Promise<void>((done) => smtp.listen(0, '127.0.0.1', done));
  const address = smtp.server.address();
  if (address === null || typeof address === 'string') throw new Error('the mail server has no port');
  const box: Mailbox = {
    smtpUrl: `smtp://127.0.0.1:${address.port}`,
    mails,
    mood: 'kind',
    lastLink: () => linkIn(mails.at(-1)),
    close: () => new Promise<void>((done) => smtp.close(() => done())),
  };
  return box;
}

/** The link that stands on a line of its own in a mail. */
export function linkIn(mail: TestMail | undefined): string {
  const link = /^https?:\/\/\S+$/m.exec(mail?.text ?? '')?.[0];
  if (!link) throw new Error('the mail has no link');
  return link;
}

/** Our mails are one text part, in base64 or quoted-printable. */
function readMail(to: string, raw: string): TestMail {
  const [first = '', body = ''] = raw.split(/\r\n\r\n(.*)/s);
  const head = first.replaceAll(/\r\n[ \t]+/g, ' ');
  const encoded = /^Subject: (.*)$/m.exec(head)?.[1] ?? '';
  const words = [...encoded.matchAll(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi)].map(([, form, word = '']) =>
    form?.toUpperCase() === 'B' ? Buffer.from(word, 'base64') : unquote(word.replaceAll('_', ' ')),
  );
  const isBase64 = /^Content-Transfer-Encoding: base64$/im.test(head);
  const text = isBase64 ? Buffer.from(body, 'base64') : unquote(body.replaceAll(/=\r\n/g, ''));
  return {
    to,
    raw,
    head,
    subject: Buffer.concat(words).toString(),
    text: text.toString().replaceAll('\r\n', '\n'),
  };
}

function unquote(text: string): Buffer {
  return Buffer.from(
    text.replaceAll(/=([0-9A-F]{2})/g, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
}
