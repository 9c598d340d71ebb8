import type { Queries } from '../platform/database.js';

/** An office as the ministry's public list of offices knows it. */
export interface RegisteredOffice {
  readonly name: string;
  readonly serviceTypes: readonly string[];
}

/** Looks an office up in the public list; null when the list does not have it or none was imported. */
export type FindRegistered = (queries: Queries, officeNumber: string) => Promise<RegisteredOffice | null>;

/** Kinds of corporation in names: written or left out at will. */
const CORPORATIONS =
  /(株式|有限|合同|合資|合名)会社|(一般|公益)?(社団|財団)法人|(社会福祉|医療|宗教|学校)法人(社団|財団)?|(特定非営利活動|NPO)法人|\((株|有|同|福|医|特非)\)/g;
const MIN_LENGTH = 3;

function essence(name: string): string {
  return name
    .normalize('NFKC')
    .toUpperCase()
    .replace(CORPORATIONS, '')
    .replace(/[\s・･\-‐－ー.,、。「」()'"]/g, '');
}

/**
 * Whether an application names the office of the list: the same name but for spelling, or one within the other (a
 * corporation's name is often put in front), and no service type the list does not have.
 */
export function isSameOffice(
  applied: { readonly officeName: string; readonly serviceTypes: readonly string[] },
  registered: RegisteredOffice,
): boolean {
  const [ours, theirs] = [essence(applied.officeName), essence(registered.name)];
  const [short, long] = ours.length < theirs.length ? [ours, theirs] : [theirs, ours];
  const isNamed = short.length >= MIN_LENGTH ? long.includes(short) : short === long && short !== '';
  return isNamed && applied.serviceTypes.every((type) => registered.serviceTypes.includes(type));
}
