import { cellsOf } from './csv.js';

/** 級地 and its name, e.g. 3 and 3級地; `other` stands for その他. */
export interface Area {
  readonly area: string;
  readonly name: string;
}

export interface UnitPrices {
  readonly areas: readonly Area[];
  /** 単位数単価 of a service type in an area, in hundredths of a yen; null when either is unknown. */
  price(area: string, serviceType: string): number | null;
}

/** Reads data/unit-prices.csv (級地 × ratio of wages) and data/labour-ratios.csv (service type → ratio). */
export function unitPrices(pricesText: string, ratiosText: string): UnitPrices {
  const rows = cellsOf(pricesText);
  const ratios = new Map(cellsOf(ratiosText).map(([type = '', ratio = '']) => [type, ratio]));
  const columns: Readonly<Record<string, number>> = { '70': 2, '55': 3, '45': 4, '0': 5 };
  return {
    areas: rows.map(([area = '', name = '']) => ({ area, name })),
    price: (area, serviceType) => {
      const column = columns[ratios.get(serviceType) ?? ''];
      const cell = column === undefined ? undefined : rows.find(([one]) => one === area)?.[column];
      return cell === undefined ? null : Number(cell);
    },
  };
}

/** 区分支給限度基準額 of a level of care (要介護状態区分), units a month. */
export interface CareLevelLimit {
  readonly level: string;
  readonly name: string;
  readonly units: number;
}

/** Reads data/limits.csv. */
export function careLevelLimits(text: string): CareLevelLimit[] {
  return cellsOf(text).map(([level = '', name = '', units = '']) => ({ level, name, units: Number(units) }));
}

export interface Insurer {
  readonly number: string;
  readonly prefecture: string;
  readonly name: string;
}

/** Reads data/insurers.csv: insurers by number. Unions (広域連合) are not among them: their numbers are not public data. */
export function insurers(text: string): Map<string, Insurer> {
  return new Map(
    cellsOf(text).map(([number = '', prefecture = '', name = '']) => [number, { number, prefecture, name }]),
  );
}
