import type { HubOptions } from '@musubi/hub';
import { expect } from 'vitest';
import { startTestHub, type TestHub } from './hub.js';
import { linkIn, startMailbox, type TestMail } from './mailbox.js';
import { anonymous, enrolOffice, PASSWORD, signIn, signInAt, type TestPerson } from './offices.js';

export const tokenIn = (mail: TestMail): string => linkIn(mail).split('#')[1] ?? '';

/**
 * A hub with a mail server and an office whose administrator is signed in. `post` is what the hub's job does every few
 * seconds; `logTo` hears what the hub logs.
 */
export async function startPeople(
  officeNumber: string,
  post: (hub: TestHub) => Promise<unknown>,
  logTo?: HubOptions['logTo'],
) {
  const mailbox = await startMailbox();
  const settings = {
    smtpUrl: mailbox.smtpUrl,
    mailFrom: 'musubi@hub.example.jp',
    publicUrl: 'https://musubi.example.jp/',
    logLevel: logTo ? ('info' as const) : ('silent' as const),
  };
  const hub = await startTestHub(settings, { logTo });
  const office = await enrolOffice(hub, { officeNumber, serviceTypes: ['43'], name: 'ケアプランひまわり' });
  const admin = await signIn(hub, office, 'administrator', '佐藤 管理');

  /** The mail to an address, once it is there: the hub's own job may be the one that sends it. */
  async function mailTo(address: string): Promise<TestMail> {
    await post(hub);
    await expect.poll(() => mailbox.mails.filter(({ to }) => to === address).length).toBeGreaterThan(0);
    const mail = mailbox.mails.findLast(({ to }) => to === address);
    if (!mail) throw new Error('no mail');
    return mail;
  }

  async function confirmAddress(person: TestPerson, address: string): Promise<void> {
    await person.hub.call('setMailAddress', { body: { mailAddress: address } });
    await anonymous(hub).call('confirmMailAddress', { body: { token: tokenIn(await mailTo(address)) } });
    mailbox.mails.length = 0;
  }

  return {
    hub,
    office,
    admin,
    mailbox,
    mailTo,
    /** Signs in at a terminal that is new to the hub. */
    withTerminal: (userId: string, password = PASSWORD): Promise<TestPerson> =>
      signInAt(hub, office, {
        userId,
        password,
        terminal: { id: crypto.randomUUID(), name: '訪問用PC', secret: null },
      }),
    /** A person with a verified address. */
    withMail: async (address: string): Promise<TestPerson> => {
      const person = await signIn(hub, office, 'staff');
      await confirmAddress(person, address);
      return person;
    },
    /** Gives somebody a verified address. */
    confirmAddress,
    /** Before each test: the real time, an empty mailbox, nobody has tried anything. */
    reset: async (): Promise<void> => {
      hub.clock.run();
      mailbox.mood = 'kind';
      await post(hub);
      mailbox.mails.length = 0;
      await hub.context.database.query('delete from attempts');
    },
    close: async (): Promise<void> => {
      await hub.close();
      await mailbox.close();
    },
  };
}
