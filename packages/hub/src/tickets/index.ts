import type { AuditAction, NewFaqEntry, NewTicket, OperatorTicket, Ticket, TicketReceipt } from '@musubi/contract';
import { actorOf, recordAudit } from '../audit/index.js';
import { addFaq } from '../faq/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import type { Caller, Router } from '../platform/http.js';
import type { Job } from '../platform/jobs.js';
import { requireTryFrom } from '../platform/limits.js';
import { Problem } from '../platform/problem.js';
import { sendTicketMails } from './mails.js';
import {
  closeTicket,
  findTicket,
  insertAnswer,
  insertTicket,
  listTickets,
  mailsTo,
  normalNumber,
  openTicket,
  queueMail,
} from './store.js';

export { sendTicketMails } from './mails.js';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Per address a request comes from. */
const TICKETS = { times: 10, minutes: 60 };
const LOOK_UPS = { times: 60, minutes: 60 };
const MAILS_PER_DAY = 3;
/** Closed enquiries are kept this long: a year's round of questions, no longer. */
const KEPT_DAYS = 365;

/** お問い合わせ: from the public form to the answer. Nothing of what people write reaches logs or audit rows. */
export function registerTickets({ route }: Router, context: Context): Job[] {
  const { database, now } = context;
  route('submitTicket', async ({ body, request }) => {
    if (body.website !== '') throw new Problem('MSB-TICKET-REFUSED');
    await requireTryFrom(context, 'ticket', request.ip, TICKETS);
    return submit(context, body);
  });
  route('lookUpTicket', async ({ body, request }) => {
    await requireTryFrom(context, 'ticket look-up', request.ip, LOOK_UPS);
    const found = await openTicket(database, normalNumber(body.ticketNumber), body.secret);
    if (!found) throw new Problem('MSB-TICKET-UNKNOWN');
    return forEnquirer(found);
  });
  route('operatorListTickets', async ({ caller, query }) => {
    await audit(database, now(), caller, 'all', 'ticket.listed');
    return listTickets(database, query);
  });
  route('operatorAnswerTicket', ({ caller, params, body }) => answer(context, caller, params.ticketNumber, body.body));
  route('operatorCloseTicket', ({ caller, params }) => close(context, caller, params.ticketNumber));
  route('operatorMakeFaq', ({ caller, params, body }) => makeFaq(context, caller, params.ticketNumber, body));
  return [
    { name: 'send-ticket-mails', everySeconds: 60, run: () => sendTicketMails(context) },
    { name: 'drop-old-tickets', everySeconds: 24 * 60 * 60, run: () => dropOldTickets(context) },
  ];
}

/** Who asked is known already and stays out of the answer: a secret on a shared screen shows the question only. */
function forEnquirer({ ticketNumber, category, body, state, receivedAt, answers }: OperatorTicket): Ticket {
  return { ticketNumber, category, body, state, receivedAt, answers };
}

const audit = (queries: Queries, at: Date, caller: Caller, subjectId: string, action: AuditAction) =>
  recordAudit(queries, { at, ...actorOf(caller), subjectType: 'ticket', subjectId, action });

async function submit({ database, now, settings }: Context, ticket: NewTicket): Promise<TicketReceipt> {
  return database.transaction(async (queries) => {
    const at = now();
    const since = new Date(at.getTime() - DAY_MS);
    const wantsMail = ticket.mailAddress !== '' && settings.smtpUrl !== null;
    const mailed = wantsMail && (await mailsTo(queries, ticket.mailAddress, since)) < MAILS_PER_DAY;
    const receipt = await insertTicket(queries, ticket, at);
    if (mailed) await queueMail(queries, receipt.ticketNumber, null, at);
    const subject = { subjectType: 'ticket', subjectId: receipt.ticketNumber };
    await recordAudit(queries, { at, actor: 'public', officeNumber: null, ...subject, action: 'ticket.received' });
    return { ...receipt, mailed };
  });
}

async function requireTicket(queries: Queries, number: string): Promise<OperatorTicket> {
  const ticket = await findTicket(queries, number);
  if (!ticket) throw new Problem('MSB-TICKET-UNKNOWN');
  return ticket;
}

async function requireOpen(queries: Queries, number: string): Promise<OperatorTicket> {
  const ticket = await requireTicket(queries, number);
  if (ticket.state === 'closed') throw new Problem('MSB-TICKET-CLOSED');
  return ticket;
}

async function answer({ database, now }: Context, caller: Caller, number: string, body: string) {
  return database.transaction(async (queries) => {
    const { mailAddress } = await requireOpen(queries, number);
    const answerId = await insertAnswer(queries, number, body, now());
    if (mailAddress) await queueMail(queries, number, answerId, now());
    await audit(queries, now(), caller, number, 'ticket.answered');
    return requireTicket(queries, number);
  });
}

async function close({ database, now }: Context, caller: Caller, number: string) {
  return database.transaction(async (queries) => {
    await requireOpen(queries, number);
    await closeTicket(queries, number, now());
    await audit(queries, now(), caller, number, 'ticket.closed');
    return requireTicket(queries, number);
  });
}

/** An entry made from a ticket is hidden until an operator has looked for names in it and shows it. */
async function makeFaq({ database, now }: Context, caller: Caller, number: string, entry: Omit<NewFaqEntry, 'shown'>) {
  return database.transaction(async (queries) => {
    await requireTicket(queries, number);
    const made = await addFaq(queries, { ...entry, shown: false }, caller, now());
    await audit(queries, now(), caller, number, 'ticket.made-faq');
    return made;
  });
}

/** Enquiries that ended long ago go with everything that belongs to them. */
export async function dropOldTickets({ database, now }: Context): Promise<void> {
  await database.query('delete from tickets where closed_at < $1', [new Date(now().getTime() - KEPT_DAYS * DAY_MS)]);
}
