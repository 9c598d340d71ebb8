import {
  CODE_TABLES,
  type CsvKind,
  clock,
  type Edition,
  formatDate,
  formatMonth,
  type Item,
  layoutOf,
} from '@musubi/standard';
import type { Piece } from '../layout/piece.js';
import { hideWords, isPersonal } from './mask.js';

/** A record of the model, as far as its origin is concerned. */
export interface Sourced {
  readonly source: {
    readonly file: string;
    readonly record: number;
    readonly cells: readonly { readonly text: string }[];
  } | null;
}

/** Reads a value of a record, by the ministry's name of its item, as it is printed. */
export type ReadItem = (record: Sourced, item: string) => Piece;

/** What a masked print hides; null where nothing is hidden. */
export type HiddenWords = readonly string[] | null;

const NOTHING: Piece = { text: '', sources: [], look: 'plain' };

/**
 * Values of a file kind as pieces: dates in 令和, codes in words, numbers with their commas, each with file, record and
 * item. Reading by item name is what keeps every printed value traceable. An item that the edition does not have is empty.
 */
export function itemReader(kind: CsvKind, edition: Edition, hidden: HiddenWords): ReadItem {
  const items = new Map(layoutOf(kind, edition)?.items.map((item) => [item.nameJa, item]));
  const newest = new Set(layoutOf(kind, '4.1')?.items.map(({ nameJa }) => nameJa));
  return ({ source }, name) => {
    if (!newest.has(name)) throw new Error(`${kind} has no item ${name}`);
    const item = items.get(name);
    const cell = item && source?.cells[item.no - 1]?.text;
    if (!source || !item || !cell) return NOTHING;
    const text = printed(item, cell);
    if (text === '') return NOTHING;
    const sources = [{ file: source.file, record: source.record, item: name }];
    if (hidden && isPersonal(name)) return { text: '', sources, look: 'bar' };
    return { text: hidden && item.format === 'text' ? hideWords(text, hidden) : text, sources, look: 'plain' };
  };
}

function printed({ format, codeTable }: Item, cell: string): string {
  switch (format) {
    case 'ymd':
    case 'ymd0':
      return /^\d{8}$/.test(cell) ? dateText(cell) : cell;
    case 'ym':
    case 'ym0':
      return cell === '000000' ? '' : formatMonth(cell);
    case 'hm':
    case 'hm9':
      return cell === '9999'
        ? ''
        : /^\d{4}$/.test(cell)
          ? clock(Number(cell.slice(0, 2)) * 60 + Number(cell.slice(2)))
          : cell;
    case 'int':
      return /^-?\d+$/.test(cell) ? withCommas(Number(cell)) : cell;
    case 'code':
      return (codeTable && CODE_TABLES[codeTable]?.[cell]) || cell;
    case 'text':
      return cell.replaceAll(/\r\n?/g, '\n').replaceAll('\t', ' ');
    default:
      return cell;
  }
}

function dateText(cell: string): string {
  return cell === '00000000' ? '' : formatDate(`${cell.slice(0, 4)}-${cell.slice(4, 6)}-${cell.slice(6)}`);
}

/** 12345 → 12,345; `toLocaleString` would take longer than laying out the form. */
export function withCommas(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ',');
}
