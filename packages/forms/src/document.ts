import {
  type ClientModel,
  formatMonth,
  modelsByClient,
  replacedServices,
  type SendingUnit,
  type ServiceNames,
  UNIT_NAMES,
  unitToModel,
} from '@musubi/standard';
import { annexForms } from './forms/annex.js';
import { carePlanForm } from './forms/care-plan-1.js';
import { goalsForm } from './forms/care-plan-2.js';
import { clientRecordForms } from './forms/client-record.js';
import { type Form, type FormContext, makeContext } from './forms/context.js';
import { deletionForm } from './forms/deletion.js';
import { preventivePlanForms } from './forms/preventive-plan.js';
import { scheduleForms } from './forms/schedule.js';
import { supplementForm } from './forms/supplement.js';
import { weekForm } from './forms/week.js';
import { layOut } from './layout/flow.js';
import type { Bookmark, FormDocument, FormPage } from './page.js';
import { clientKey, groupBy } from './values/clients.js';
import { wordsToHide } from './values/mask.js';

export interface FormOptions {
  /** Names of services by code and month; codes are printed where there is none. */
  readonly serviceName?: ServiceNames;
  /** Names and numbers of people blacked out: they are nowhere in the document, neither drawn nor hidden. */
  readonly masked?: boolean;
  /** One client only; by the number alone (insurer null) where one person has it, or under every insurer (住所地特例). */
  readonly client?: { readonly insurerNumber: string | null; readonly insuredNumber: string };
}

/** A unit as the ministry's forms. Never throws for what a file says; what can't be read is counted and left out. */
export function formsOf(unit: SendingUnit, options: FormOptions = {}): FormDocument {
  return documentOf([unit], options);
}

/**
 * Several units as one document, client after client. 予定 and 実績 of a client and month share one 第6表, with what holds
 * among the units; a form that several units tell alike is printed once.
 */
export function documentOf(units: readonly SendingUnit[], options: FormOptions = {}): FormDocument {
  const models = units.map(unitToModel);
  const isReplaced = replacedServices(units);
  const clients = groupBy(models.flatMap(modelsByClient), clientKey);
  const pages: FormPage[] = [];
  const bookmarks: Bookmark[] = [];
  for (const parts of clients.values()) {
    if (!isChosen(parts[0], options)) continue;
    const page = pages.length;
    const forms = formsOfClient(parts, isReplaced, options).map(({ name, sheet }) => ({ name, own: layOut(sheet) }));
    const children = (parts.length > 1 ? distinct(forms) : forms).map(({ name, own }) => {
      const bookmark = { title: name, page: pages.length, children: [] };
      pages.push(...own);
      return bookmark;
    });
    if (children.length > 0)
      bookmarks.push({ title: clientTitle(parts, options, bookmarks.length + 1), page, children });
  }
  const unreadable = models.reduce((sum, model) => sum + model.unreadable, 0);
  return { title: titleOf(units), pages, bookmarks, unreadable };
}

function isChosen(part: ClientModel | undefined, { client }: FormOptions): boolean {
  if (!client) return true;
  const isInsurer = client.insurerNumber === null || part?.insurerNumber === client.insurerNumber;
  return isInsurer && part?.insuredNumber === client.insuredNumber;
}

interface PagedForm {
  readonly name: string;
  readonly own: readonly FormPage[];
}

/** A client's 第7表 goes to every office alike: forms that read the same are kept once. */
function distinct(forms: readonly PagedForm[]): PagedForm[] {
  const look = ({ items }: FormPage) =>
    items.map((item) => ({ ...item, sources: [], ...(item.type === 'image' ? { bytes: item.bytes.length } : {}) }));
  const keyOf = ({ name, own }: PagedForm) => JSON.stringify([name, own.map(look)]);
  return [...new Map(forms.map((form) => [keyOf(form), form])).values()];
}

/** The pages and bookmarks of one client, by the place of the client's bookmark; nothing where there is no such client. */
export function clientPart(document: FormDocument, at: number): FormDocument {
  const own = document.bookmarks[at];
  if (!own) return { ...document, pages: [], bookmarks: [] };
  const until = document.bookmarks[at + 1]?.page ?? document.pages.length;
  const moved = (bookmark: Bookmark): Bookmark => ({
    ...bookmark,
    page: bookmark.page - own.page,
    children: bookmark.children.map(moved),
  });
  return { ...document, pages: document.pages.slice(own.page, until), bookmarks: [moved(own)] };
}

function titleOf(units: readonly SendingUnit[]): string {
  const titles = new Set(
    units.map(({ kind, month }) => `${UNIT_NAMES[kind]}${month ? ` ${formatMonth(month)}分` : ''}`),
  );
  return [...titles].join('、');
}

function clientTitle(parts: readonly ClientModel[], { masked }: FormOptions, number: number): string {
  if (masked) return `利用者 ${number}`;
  const people = parts.flatMap((part) => [...part.supplements, ...part.clientRecords, ...part.preventivePlans]);
  const name = people.find((person) => person.name !== '')?.name;
  return name ? `${name}（${parts[0]?.insuredNumber}）` : (parts[0]?.insuredNumber ?? '');
}

/** The forms of a client in the order of the standard. Words to hide are gathered from all units that name the client. */
function formsOfClient(
  parts: readonly ClientModel[],
  isReplaced: ReturnType<typeof replacedServices>,
  { serviceName = () => null, masked }: FormOptions,
): Form[] {
  const hidden = masked ? [...new Set(parts.flatMap(wordsToHide))] : null;
  const contexts = parts.map((part) => makeContext(part, serviceName, hidden));
  const services = contexts.map((context) => ({
    context,
    records: context.client.services.filter(({ source }) => source === null || !isReplaced(source)),
  }));
  // 第7表 and 利用者補足情報 go the way of the schedule they came with.
  const holding = services.flatMap(({ context, records }) =>
    records.length > 0 || context.client.services.length === 0 ? [context] : [],
  );
  return [
    ...contexts.flatMap(clientRecordForms),
    ...contexts.flatMap(preventivePlanForms),
    ...contexts.flatMap(carePlanForms),
    ...scheduleForms(services),
    ...holding.flatMap(annexForms),
    ...holding.flatMap((context) => context.client.supplements.map((one) => supplementForm(context, one))),
    ...contexts.filter(({ client }) => client.deletions.length > 0).map(deletionForm),
  ];
}

/** 第1表 to 第3表, plan by plan: a unit may hold an old plan and the changed one. */
function carePlanForms(context: FormContext): Form[] {
  const { carePlans, goals, week } = context.client;
  const dates = new Set([...carePlans, ...goals, ...week].map(({ planDate }) => planDate));
  return [...dates].flatMap((date) => {
    const isOwn = ({ planDate }: { readonly planDate: string | null }) => planDate === date;
    const ownGoals = goals.filter(isOwn);
    const ownWeek = week.filter(isOwn);
    return [
      ...carePlans.filter(isOwn).map((plan) => carePlanForm(context, plan)),
      ...(ownGoals.length > 0 ? [goalsForm(context, ownGoals)] : []),
      ...(ownWeek.length > 0 ? [weekForm(context, ownWeek)] : []),
    ];
  });
}
