import type { ClientModel, CsvKind } from '@musubi/standard';
import { serviceTypeName } from '@musubi/standard';
import type { Content, Piece } from '../layout/piece.js';
import type { Sheet } from '../layout/sheet.js';
import { type HiddenWords, itemReader, type ReadItem } from '../values/items.js';

/**
 * Looks up what a service was called in a month: type "13", item "1111", month "2026-10" or null where the record does
 * not say. Null when no table is loaded or it does not know the code.
 */
export type ServiceNameLookup = (serviceType: string, itemCode: string, month: string | null) => string | null;

/** What every form of a client draws from. */
export interface FormContext {
  readonly client: ClientModel;
  readonly serviceName: ServiceNameLookup;
  readonly hidden: HiddenWords;
  read(kind: CsvKind): ReadItem;
}

/** A form of a client, called by what people call it. */
export interface Form {
  readonly name: string;
  readonly sheet: Sheet;
}

export function makeContext(client: ClientModel, serviceName: ServiceNameLookup, hidden: HiddenWords): FormContext {
  const readers = new Map<CsvKind, ReadItem>();
  const read = (kind: CsvKind) => {
    const reader = readers.get(kind) ?? itemReader(kind, client.edition, hidden);
    readers.set(kind, reader);
    return reader;
  };
  return { client, serviceName, hidden, read };
}

/** The client's name from whichever form of the unit says it; nothing in units without (actuals, deletions). */
export function clientName({ client, read }: FormContext): Content {
  const [supplement] = client.supplements;
  const [record] = client.clientRecords;
  const [plan] = client.preventivePlans;
  if (supplement) return [read('UPHOSOKU')(supplement, '利用者氏名')];
  if (record) return [read('UPKIHON')(record, '利用者氏名')];
  return plan ? [read('UPYOBO')(plan, '利用者名')] : [];
}

/** A service by the name the table has for it, or null. `code` is the six characters of the files. */
export function knownService({ serviceName }: FormContext, code: string, month: string | null): string | null {
  return serviceName(code.slice(0, 2), code.slice(2), month);
}

/** A service as the form names it: by the table where it knows the code, by type and code otherwise. */
export function serviceText(context: FormContext, { text, ...piece }: Piece, month: string | null): Piece {
  if (text === '') return { text, ...piece };
  return { ...piece, text: knownService(context, text, month) ?? `${serviceTypeName(text.slice(0, 2))} ${text}` };
}
