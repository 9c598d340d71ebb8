import {
  type ClientModel,
  formatMonth,
  modelsByClient,
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
  /** Names of services by code; codes are printed where there is none. */
  readonly names?: ServiceNames;
  /** Names and numbers of people blacked out: they are nowhere in the document, neither drawn nor hidden. */
  readonly masked?: boolean;
  /** One client only, by 被保険者番号. */
  readonly client?: string;
}

/** A unit as the ministry's forms. Never throws for what a file says; what can't be read is counted and left out. */
export function formsOf(unit: SendingUnit, options: FormOptions = {}): FormDocument {
  return documentOf([unit], options);
}

/** Several units as one document: client after client, each with the forms of all units in the units' order. */
export function documentOf(units: readonly SendingUnit[], options: FormOptions = {}): FormDocument {
  const models = units.map(unitToModel);
  const clients = groupBy(models.flatMap(modelsByClient), clientKey);
  const pages: FormPage[] = [];
  const bookmarks: Bookmark[] = [];
  for (const parts of clients.values()) {
    if (options.client && parts[0]?.insuredNumber !== options.client) continue;
    const page = pages.length;
    const children = parts
      .flatMap((part) => formsOfClient(part, parts, options))
      .map(({ name, sheet }) => {
        const bookmark = { title: name, page: pages.length, children: [] };
        pages.push(...layOut(sheet));
        return bookmark;
      });
    if (children.length > 0)
      bookmarks.push({ title: clientTitle(parts, options, bookmarks.length + 1), page, children });
  }
  const unreadable = models.reduce((sum, model) => sum + model.unreadable, 0);
  return { title: titleOf(units), pages, bookmarks, unreadable };
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
function formsOfClient(client: ClientModel, parts: readonly ClientModel[], { names, masked }: FormOptions): Form[] {
  const hidden = masked ? [...new Set(parts.flatMap(wordsToHide))] : null;
  const context = makeContext(withPerson(client, parts), names ?? (() => null), hidden);
  return [
    ...clientRecordForms(context),
    ...preventivePlanForms(context),
    ...carePlanForms(context),
    ...scheduleForms(context),
    ...annexForms(context),
    ...client.supplements.map((supplement) => supplementForm(context, supplement)),
    ...(client.deletions.length > 0 ? [deletionForm(context)] : []),
  ];
}

/** 実績 do not name their client; the schedule of the month does, where the document holds it too. */
function withPerson(client: ClientModel, parts: readonly ClientModel[]): ClientModel {
  if (client.kind !== 'actuals') return client;
  const months = new Set(client.services.map(({ month }) => month));
  const known = parts.filter(({ edition }) => edition === client.edition).flatMap((part) => part.supplements);
  return { ...client, supplements: known.filter(({ month }) => months.has(month)) };
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
