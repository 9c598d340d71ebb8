import { recordAudit } from '../audit/index.js';
import type { Context } from '../platform/context.js';
import { type MailText, openMailer } from '../platform/mail.js';

const BATCH = 50;
const MAX_FAILURES = 5;
const DAY_MS = 24 * 60 * 60 * 1000;
/** What could not be mailed for this long is read with number and secret instead. */
const KEPT_MS = 7 * DAY_MS;

interface WaitingMail {
  readonly id: number;
  readonly ticketNumber: string;
  readonly address: string;
  /** Null for the acknowledgement. */
  readonly answer: string | null;
}

/** Sends what waits for enquirers: acknowledgements and answers. What fails stays for the next time, some times. */
export async function sendTicketMails(context: Context): Promise<void> {
  const { database, now, settings } = context;
  const mailer = openMailer(settings);
  if (!mailer) return;
  await database.query('delete from ticket_mails where queued_at < $1 or failures >= $2', [
    new Date(now().getTime() - KEPT_MS),
    MAX_FAILURES,
  ]);
  try {
    await database.transaction(async (queries) => {
      const waiting = await queries.query<WaitingMail>(
        `select m.mail_id as id, t.ticket_number as "ticketNumber", t.mail_address as address, a.body as answer
           from ticket_mails m join tickets t using (ticket_number) left join ticket_answers a using (answer_id)
          where t.mail_address is not null order by m.mail_id limit ${BATCH} for update of m skip locked`,
      );
      for (const mail of waiting) {
        const failure = await mailer.post(mail.address, mail.answer === null ? acknowledgement(mail) : answerOf(mail));
        const audit = { at: now(), actor: 'system', officeNumber: null, subjectType: 'ticket' };
        if (failure === null) {
          await queries.query('delete from ticket_mails where mail_id = $1', [mail.id]);
          await recordAudit(queries, { ...audit, subjectId: mail.ticketNumber, action: 'ticket.mailed' });
        } else {
          context.log.warn({ code: failure.code }, 'a mail could not be sent');
          if (!failure.isOfAddress) return;
          await queries.query('update ticket_mails set failures = failures + 1 where mail_id = $1', [mail.id]);
        }
      }
    });
  } finally {
    mailer.close();
  }
}

const CLOSING = [
  '',
  'このメールにはリンクを載せていません。リンクのある同じようなメールは、開かないでください。',
  '心当たりがないときは、このメールを消してください。',
  '',
];

/** Repeats nothing of what was written: whoever types another's address can send them no words. */
const acknowledgement = ({ ticketNumber }: WaitingMail): MailText => ({
  subject: `【Musubi】お問い合わせを受け付けました（${ticketNumber}）`,
  text: [
    'お問い合わせを受け付けました。',
    `受付番号: ${ticketNumber}`,
    '',
    '返事はこのメールアドレスに送ります。お問い合わせの画面からも、受付番号と合言葉で見られます。',
    ...CLOSING,
  ].join('\n'),
});

const answerOf = ({ ticketNumber, answer }: WaitingMail): MailText => ({
  subject: `【Musubi】お問い合わせへの返事（${ticketNumber}）`,
  text: [`受付番号 ${ticketNumber} のお問い合わせにお答えします。`, '', answer ?? '', ...CLOSING].join('\n'),
});
