import type { ClientRecord, DailyEntry, Illness } from '@musubi/standard';
import { joined, label } from '../layout/piece.js';
import { PORTRAIT, type Section } from '../layout/sheet.js';
import { contactRows, personRows, situationRows } from './client-record-rows.js';
import type { Form, FormContext } from './context.js';
import { headings, labelledRow, longTextRow, titleAgain, titleHead, valueCell } from './parts.js';
import { pictureRow } from './picture.js';

const TITLE = '利用者基本情報';
const LABEL = 34;
const REST = PORTRAIT - LABEL;

/** 利用者基本情報 of a client, interview by interview, as the form of 介護予防支援 has it. */
export function clientRecordForms(context: FormContext): Form[] {
  const { clientRecords, days, illnesses } = context.client;
  const dates = new Set([...clientRecords, ...days, ...illnesses].map(({ interviewDate }) => interviewDate));
  return [...dates].map((date) => {
    const isOwn = ({ interviewDate }: { readonly interviewDate: string | null }) => interviewDate === date;
    const records = clientRecords.filter(isOwn);
    const [record] = records;
    const name = record ? [context.read('UPKIHON')(record, '利用者氏名')] : [];
    return {
      name: TITLE,
      sheet: {
        isLandscape: false,
        title: titleHead({ title: TITLE }),
        titleAgain: titleAgain(TITLE, name),
        sections: [
          ...records.flatMap((one) => basicSections(context, one)),
          ...records.map((one) => lifeSection(context, one)),
          dailySection(context, days.filter(isOwn)),
          ...records.map((one) => habitSection(context, one)),
          illnessSection(context, illnesses.filter(isOwn)),
          ...records.map((one) => serviceSection(context, one)),
        ],
      },
    };
  });
}

function basicSections(context: FormContext, record: ClientRecord): Section[] {
  return [
    { head: bar('基本情報'), rows: personRows(context, record) },
    { rows: situationRows(context, record) },
    { rows: contactRows(context, record) },
  ];
}

/** The name of a part of the form, as a bar over its rows. */
function bar(name: string) {
  return headings([{ name: `《${name}》`, width: PORTRAIT }], 5.5, 8);
}

function lifeSection(context: FormContext, record: ClientRecord): Section {
  const item = (name: string) => context.read('UPKIHON')(record, name);
  return {
    head: bar('介護予防に関する事項'),
    rows: [
      ...pictureRow(context, item('家族構成 画像ファイル名'), LABEL, REST),
      longTextRow('家族関係等の状況', item('家族関係等の状況'), LABEL, REST, 14),
      longTextRow('今までの生活', item('今までの生活'), LABEL, REST, 16),
      longTextRow('１日の生活・すごし方', item('１日の生活・すごし方(生活全般)'), LABEL, REST, 12),
    ],
    gap: 2,
  };
}

function dailySection(context: FormContext, entries: readonly DailyEntry[]): Section {
  const widths = [LABEL, 78, PORTRAIT - LABEL - 78] as const;
  const names = ['時間', '本人', '介護者・家族'];
  return {
    head: headings(
      names.map((name, at) => ({ name, width: widths[at] ?? 0 })),
      5,
    ),
    rows: entries.map((entry) => {
      const item = (name: string) => context.read('UPKIHON_SUB1')(entry, name);
      return {
        cells: [
          valueCell(widths[0], item('時間'), { align: 'center' }),
          valueCell(widths[1], item('本人の生活状況')),
          valueCell(widths[2], item('介護者・家族の生活状況')),
        ],
        minHeight: 5,
      };
    }),
  };
}

function habitSection(context: FormContext, record: ClientRecord): Section {
  const item = (name: string) => context.read('UPKIHON')(record, name);
  return {
    rows: [
      longTextRow('趣味・楽しみ・特技', item('趣味・楽しみ・特技'), LABEL, REST, 10),
      longTextRow('友人・地域との関係', item('友人・地域との関係'), LABEL, REST, 10),
    ],
  };
}

function illnessSection(context: FormContext, illnesses: readonly Illness[]): Section {
  const columns = [
    { name: '年月日', width: 26 },
    { name: '病名', width: 42 },
    { name: '医療機関・医師名\n（主治医・意見作成者に☆）', width: 56 },
    { name: '経過', width: 24 },
    { name: '治療中の場合は内容', width: PORTRAIT - 148 },
  ];
  return {
    head: headings([{ name: '《現病歴・既往歴と経過》', width: PORTRAIT, below: columns }], 15),
    rows: illnesses.map((illness) => {
      const item = (name: string) => context.read('UPKIHON_SUB2')(illness, name);
      const role = item('主治医・意見作成者フラグ');
      const star = { ...role, text: role.text === '主治医' ? '☆' : '' };
      const doctor = [star, ...joined([item('医療機関・医師名'), item('医療機関・医師電話番号')], '\nTEL ')];
      const contents = [[item('年月日')], [item('病名')], doctor, [item('経過')], [item('治療中の内容')]];
      const cells = contents.map((content, at) => valueCell(columns[at]?.width ?? 0, content, { size: 8 }));
      return { cells, minHeight: 6 };
    }),
    gap: 2,
  };
}

function serviceSection(context: FormContext, record: ClientRecord): Section {
  const item = (name: string) => context.read('UPKIHON')(record, name);
  const half = PORTRAIT / 2;
  const words =
    '地域包括支援センターが行う事業の実施に当たり、利用者の状況を把握する必要があるときは、要介護認定・要支援認定に係る調査内容等を関係機関に提示することに同意します。';
  return {
    head: headings(
      [
        {
          name: '《現在利用しているサービス》',
          width: PORTRAIT,
          below: [
            { name: '公的サービス', width: half },
            { name: '非公的サービス', width: half },
          ],
        },
      ],
      10,
    ),
    rows: [
      {
        cells: [
          { width: half, content: [item('現在利用している公的サービス')] },
          { width: half, content: [item('現在利用している非公的サービス')] },
        ],
        minHeight: 14,
      },
      { cells: [{ width: PORTRAIT, content: [label(words)], size: 7 }] },
      labelledRow(
        [
          ['同意日', LABEL, item('同意日'), 46],
          ['氏名', LABEL, item('同意者氏名'), PORTRAIT - 2 * LABEL - 46],
        ],
        7,
      ),
    ],
    gap: 2,
  };
}
