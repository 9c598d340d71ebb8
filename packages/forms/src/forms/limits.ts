import { type Supplement, serviceTypeName } from '@musubi/standard';
import { isSaid, type Piece } from '../layout/piece.js';
import type { Row, Section } from '../layout/sheet.js';
import type { FormContext } from './context.js';
import { headings, labelCell, valueCell } from './parts.js';

const FRAMES = ['１', '２', '３', '４', '５', '６', '７', '８', '９'] as const;
const PARTS = ['サービス種類コード', '支給限度基準額', '合計単位数', '限度超単位数'] as const;

/** 区分支給限度基準額 and, where they are managed, the limits of single service types (rules.md 12.6). */
export function limitSections(context: FormContext, supplement: Supplement, width: number): Section[] {
  const item = (name: string) => context.read('UPHOSOKU')(supplement, name);
  const quarter = width / 4;
  const frames = FRAMES.map((frame) => PARTS.map((part) => item(`${frame}${part}`))).filter((frame) =>
    frame.some(isSaid),
  );
  const columns = [
    '種類別支給限度管理　サービス種類',
    '種類支給限度基準額（単位）',
    '合計単位数',
    '種類支給限度基準を超える単位数',
  ];
  return [
    {
      rows: [
        {
          cells: [
            labelCell(quarter, '区分支給限度基準額（単位）'),
            valueCell(quarter, item('区分支給限度基準額'), { align: 'right' }),
            labelCell(quarter, '合計限度超単位数'),
            valueCell(quarter, item('合計限度超単位数'), { align: 'right' }),
          ],
          minHeight: 6,
        },
      ],
      gap: 3,
    },
    {
      head: headings(
        columns.map((name) => ({ name, width: quarter })),
        5,
      ),
      rows: frames.map((frame) => frameRow(frame, quarter)),
      gap: 3,
    },
  ];
}

function frameRow([type, ...numbers]: readonly Piece[], width: number): Row {
  const named = type ? [{ ...type, text: type.text && `${serviceTypeName(type.text)}（${type.text}）` }] : [];
  return {
    cells: [
      valueCell(width, named, { size: 7 }),
      ...numbers.map((one) => valueCell(width, one, { size: 7, align: 'right' })),
    ],
    minHeight: 5,
  };
}
