/**
 * What checks ask a table of service codes, when the caller has one: whether a code counts towards 区分支給限度基準額 and
 * whether it is charged by the visit, day or month; null where the table does not tell. Months are YYYYMM.
 */
export interface CodeTable {
  kindOf(
    serviceCode: string,
    month: string,
    insurerNumber: string,
  ): { readonly inLimit: boolean | null; readonly basis: 'visit' | 'day' | 'month' | null } | null;
}
