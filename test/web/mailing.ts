import { linkIn, type Mailbox, startMailbox } from '@musubi/testkit';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { sendAccountMails } from '../../packages/hub/src/notifications/index.js';
import { CARE, login, type Participant, startWorld, type World } from './world.js';

interface Mailing {
  readonly mailbox: Mailbox;
  readonly world: World;
  readonly admin: Participant;
  readonly desk: Page;
}

let started: Promise<Mailing> | undefined;

async function start(): Promise<Mailing> {
  const mailbox = await startMailbox();
  const world = await startWorld({ smtpUrl: mailbox.smtpUrl, mailFrom: 'musubi@hub.example.jp' });
  const admin = await world.join(CARE, '佐藤 ケア');
  const { page: desk } = await world.open({ viewport: { width: 1366, height: 768 } });
  await login(desk, world, admin);
  return { mailbox, world, admin, desk };
}

/** A hub that sends mail, with its administrator signed in, for the screens that differ; the same one each time. */
export function mailing(): Promise<Mailing> {
  started ??= start();
  return started;
}

export async function closeMailing(): Promise<void> {
  const running = await started;
  await running?.world.close();
  await running?.mailbox.close();
}

/** The link of the newest mail to an address. What the hub's job does every five seconds is done at once. */
export async function mailedLink({ hub }: World, { mails }: Mailbox, address: string): Promise<string> {
  await sendAccountMails(hub.context, () => hub.url);
  const mine = () => mails.filter(({ to }) => to === address);
  await expect.poll(() => mine().length).toBeGreaterThan(0);
  const mail = mine().at(-1);
  if (!mail) throw new Error('no mail');
  return linkIn(mail);
}
