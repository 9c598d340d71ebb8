import type { NamedOffice } from '../filenames/types.js';
import type { Edition } from '../layouts/types.js';
import { emptySupplement, type Supplement } from '../model/model.js';
import { addClient } from './add.js';
import { supplementOf } from './annex-lines.js';
import type { AnnexTerm, ExcessShare, ScheduleSheet, SheetClient } from './sheet.js';

/** A month's schedule with nobody in it yet: for the first month of an office without care software. */
export function emptySchedule(month: string, planner: NamedOffice, edition: Edition = '4.1'): ScheduleSheet {
  const none = { clients: [], supplements: [], terms: [], excess: [] };
  return {
    kind: 'schedule',
    month,
    edition,
    planner,
    recipient: planner,
    ...none,
    writesManaged: false,
    unreadable: 0,
  };
}

/** Of 利用者補足情報 what a care manager fills in by hand: who, which level of care, until when, how many units. Days are ISO. */
export type Person = Pick<
  Supplement,
  | 'name'
  | 'kana'
  | 'sex'
  | 'birthDate'
  | 'postalCode'
  | 'address1'
  | 'phone'
  | 'certificationState'
  | 'certifiedOn'
  | 'limitFrom'
  | 'limitUntil'
  | 'careLevel'
  | 'limitUnits'
>;

/** What is known of a client; blank where the sheet has no 利用者補足情報 of theirs. */
export function personOf(sheet: ScheduleSheet, client: string): Person {
  return supplementOf(sheet, client) ?? emptySupplement();
}

/** Adds a client to a schedule. Numbers as the certificate shows them: 6 and 10 characters. */
export function addPerson(
  sheet: ScheduleSheet,
  numbers: { readonly insurerNumber: string; readonly insuredNumber: string },
  person: Person,
): ScheduleSheet {
  const key = `${numbers.insurerNumber} ${numbers.insuredNumber}`;
  if (sheet.clients.some((client) => client.key === key)) return sheet;
  return changePerson(addClient(sheet, { ...numbers, name: person.name }), key, person);
}

/** Corrects what is known of a client. */
export function changePerson(sheet: ScheduleSheet, client: string, person: Person): ScheduleSheet {
  const found = sheet.clients.find(({ key }) => key === client);
  if (!found) return sheet;
  const known = supplementOf(sheet, client);
  const [insurerNumber = '', insuredNumber = ''] = client.split(' ');
  const month = `${sheet.month.slice(0, 4)}-${sheet.month.slice(4, 6)}`;
  const supplement: Supplement = { ...(known ?? emptySupplement()), insurerNumber, insuredNumber, ...person, month };
  return {
    ...sheet,
    clients: sheet.clients.map((one) => (one.key === client ? { ...one, name: person.name } : one)),
    supplements: known
      ? sheet.supplements.map((one) => (one === known ? supplement : one))
      : [...sheet.supplements, supplement],
  };
}

/** Takes a client out of the month, with everything the sheet has of them. */
export function removeClient(sheet: ScheduleSheet, client: string): ScheduleSheet {
  return withScheduleClient(sheet, { key: client, client: null, supplement: null, terms: [], excess: [] });
}

/** All that a schedule has of one client: what several people share, client by client. */
export interface ScheduleClient {
  readonly key: string;
  /** Null when the client was taken out of the month. */
  readonly client: SheetClient | null;
  readonly supplement: Supplement | null;
  readonly terms: readonly AnnexTerm[];
  readonly excess: readonly ExcessShare[];
}

export function clientOfSchedule(sheet: ScheduleSheet, key: string): ScheduleClient {
  return {
    key,
    client: sheet.clients.find((client) => client.key === key) ?? null,
    supplement: supplementOf(sheet, key) ?? null,
    terms: sheet.terms.filter(({ client }) => client === key),
    excess: sheet.excess.filter(({ client }) => client === key),
  };
}

/** The sheet with one client as given: replaced in place, added at the end, or taken out. */
export function withScheduleClient(sheet: ScheduleSheet, part: ScheduleClient): ScheduleSheet {
  const { key, client, supplement } = part;
  const isThere = sheet.clients.some((one) => one.key === key);
  const clients = sheet.clients.flatMap((one) => (one.key !== key ? [one] : client ? [client] : []));
  const before = supplementOf(sheet, key);
  return {
    ...sheet,
    clients: !isThere && client ? [...clients, client] : clients,
    supplements: [...sheet.supplements.filter((one) => one !== before), ...(supplement ? [supplement] : [])],
    terms: [...sheet.terms.filter((term) => term.client !== key), ...part.terms],
    excess: [...sheet.excess.filter((share) => share.client !== key), ...part.excess],
  };
}
