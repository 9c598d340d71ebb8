import type { ClientModel, CsvKind, ServiceNames, ServiceRecord } from '@musubi/standard';
import { serviceTypeName } from '@musubi/standard';
import type { Content, Piece } from '../layout/piece.js';
import type { Sheet } from '../layout/sheet.js';
import { type HiddenWords, itemReader, type ReadItem } from '../values/items.js';

/** What every form of a client draws from. */
export interface FormContext {
  readonly client: ClientModel;
  readonly serviceName: ServiceNames;
  readonly hidden: HiddenWords;
  read(kind: CsvKind): ReadItem;
}

/** A form of a client, called by what people call it. */
export interface Form {
  readonly name: string;
  readonly sheet: Sheet;
}

export function makeContext(client: ClientModel, serviceName: ServiceNames, hidden: HiddenWords): FormContext {
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

type OfService = Pick<ServiceRecord, 'serviceCode' | 'month' | 'insurerNumber'>;

/** The service of a record by the name the table has for it, or null. */
export function knownService({ serviceName }: FormContext, record: OfService): string | null {
  return serviceName(record.serviceCode, record.month ?? '', record.insurerNumber);
}

/** A service as the form names it: by the table where it knows the code, by type and code otherwise. */
export function serviceText(context: FormContext, { text, ...piece }: Piece, record: OfService): Piece {
  if (text === '') return { text, ...piece };
  return { ...piece, text: knownService(context, record) ?? `${serviceTypeName(text.slice(0, 2))} ${text}` };
}
