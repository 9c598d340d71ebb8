import type { ClientRecord, DailyEntry, Illness } from '../model/model.js';
import { dateValue, fields, label, numberValue, type Sourced, table, text } from './blocks.js';
import type { Form } from './care-plan.js';
import type { ClientModel } from './clients.js';
import type { Block } from './view.js';

/** 利用者基本情報 of a client, interview by interview. */
export function clientRecordForms({ clientRecords, days, illnesses }: ClientModel): Form[] {
  const dates = new Set([...clientRecords, ...days, ...illnesses].map(({ interviewDate }) => interviewDate));
  return [...dates].map((date) => {
    const isOwn = ({ interviewDate }: { readonly interviewDate: string | null }) => interviewDate === date;
    const records = clientRecords.filter(isOwn);
    return {
      title: '利用者基本情報',
      blocks: [
        ...records.flatMap(personBlocks),
        ...records.flatMap(situationBlocks),
        ...records.flatMap(contactBlocks),
        ...records.flatMap(lifeBlocks),
        ...dailyBlocks(days.filter(isOwn)),
        ...records.flatMap(habitBlocks),
        ...illnessBlocks(illnesses.filter(isOwn)),
        ...records.flatMap(serviceBlocks),
      ],
    };
  });
}

function personBlocks(record: ClientRecord): Block[] {
  return [
    ...fields('相談', record, [
      ['相談日', dateValue(record.interviewDate)],
      ['作成担当者', record.author],
      ['計画種類', label('計画種類', record.planKind)],
      ['委託', label('委託の有無', record.entrusted)],
      ['相談方法', label('相談方法', record.method)],
      ['相談方法（その他）', record.methodOther],
      ['相談回数', label('相談回数', record.visit)],
      ['前回の相談日', dateValue(record.previousInterview)],
      ['現況', label('利用者の現況', record.situation)],
      ['現況の補足', record.situationNote],
    ]),
    ...fields('本人', record, [
      ['フリガナ', record.kana],
      ['氏名', record.name],
      ['性別', label('性別', record.sex)],
      ['生年月日', dateValue(record.birthDate)],
      ['住所', record.address],
      ['電話番号', record.phone],
      ['FAX番号', record.fax],
    ]),
  ];
}

function situationBlocks(record: ClientRecord): Block[] {
  return [
    ...fields('日常生活自立度・認定', record, [
      ['障害高齢者の日常生活自立度', label('障害高齢者の日常生活自立度', record.mobilityLevel)],
      ['認知症高齢者の日常生活自立度', label('認知症高齢者の日常生活自立度', record.dementiaLevel)],
      ['要介護状態区分', label('要介護状態区分(利用者基本情報)', record.careLevel)],
      ['認定の有効期間の開始', dateValue(record.certifiedFrom)],
      ['認定の有効期間の終了', dateValue(record.certifiedUntil)],
      ['前回の介護度', label('要介護状態区分(利用者基本情報)', record.previousCareLevel)],
      ['基本チェックリスト', label('基本チェックリスト記入結果', record.checklistResult)],
      ['基本チェックリスト記入日', dateValue(record.checklistDate)],
    ]),
    ...fields('障害等認定・住まい・経済状況', record, [
      ['障害等認定', marked(DISABILITIES.map(([name, key]) => [name, record[key]]))],
      ['障害等認定の特記事項', record.disabledNote],
      ['居住形態', label('居住形態', record.housing)],
      ['自室の階数', numberValue(record.floor)],
      ['住宅改修', label('有無', record.renovated)],
      ['経済状況', marked(INCOMES.map(([name, key]) => [name, record[key]]))],
      ['経済状況の詳細', record.incomeNote],
    ]),
  ];
}

const DISABILITIES = [
  ['身障', 'disabledPhysical'],
  ['療育', 'disabledIntellectual'],
  ['精神', 'disabledMental'],
  ['難病', 'disabledIllness'],
] as const;
const INCOMES = [
  ['国民年金', 'pensionNational'],
  ['厚生年金', 'pensionEmployee'],
  ['障害年金', 'pensionDisability'],
  ['生活保護', 'welfare'],
] as const;

/** The names that are ticked, as people read a row of boxes. */
function marked(boxes: readonly (readonly [string, boolean | null])[]): string {
  return boxes.flatMap(([name, isMarked]) => (isMarked ? [name] : [])).join('・');
}

interface Contact extends Sourced {
  readonly role: string;
  readonly name: string;
  readonly relation: string;
  readonly address: string;
  readonly phone: string;
}

const CONTACTS = [1, 2, 3, 4] as const;

/** Who came to the interview and whom to call. */
function contactBlocks(record: ClientRecord): Block[] {
  const { source } = record;
  const contacts: Contact[] = [
    {
      role: '来所者（相談者）',
      name: record.visitorName,
      relation: record.visitorRelation,
      address: record.visitorAddress,
      phone: record.visitorPhone,
      source,
    },
    ...CONTACTS.map((at) => ({
      role: `緊急連絡先${at}`,
      name: record[`contact${at}Name`],
      relation: record[`contact${at}Relation`],
      address: record[`contact${at}Address`],
      phone: record[`contact${at}Phone`],
      source,
    })),
  ];
  const isFilled = ({ name, relation, address, phone }: Contact) => name + relation + address + phone !== '';
  return table<Contact>('相談者・緊急連絡先', contacts.filter(isFilled), [
    { label: '', value: ({ role }) => role },
    { label: '氏名', value: ({ name }) => name },
    { label: '続柄', value: ({ relation }) => relation },
    { label: '住所', optional: true, value: ({ address }) => address },
    { label: '電話番号', value: ({ phone }) => phone },
  ]);
}

function lifeBlocks(record: ClientRecord): Block[] {
  return [
    ...fields(null, record, [['家族構成の画像', record.pictureName]]),
    ...text('家族関係等の状況', record.family, record),
    ...text('今までの生活', record.history, record),
    ...text('1日の生活・すごし方', record.day, record),
  ];
}

function dailyBlocks(entries: readonly DailyEntry[]): Block[] {
  return table<DailyEntry>('1日の生活', entries, [
    { label: '時間', value: ({ hour }) => hour },
    { label: '本人', value: ({ life }) => life },
    { label: '介護者・家族', optional: true, value: ({ familyLife }) => familyLife },
  ]);
}

function habitBlocks(record: ClientRecord): Block[] {
  return [...text('趣味・楽しみ・特技', record.hobbies, record), ...text('友人・地域との関係', record.friends, record)];
}

function illnessBlocks(illnesses: readonly Illness[]): Block[] {
  return table<Illness>('現病歴・既往歴', illnesses, [
    { label: '年月日', value: ({ when }) => when },
    { label: '病名', value: ({ illness }) => illness },
    { label: '医療機関・医師', value: ({ doctor }) => doctor },
    { label: '主治医', optional: true, value: ({ doctorRole }) => label('主治医・意見作成者フラグ', doctorRole) },
    { label: '電話番号', optional: true, value: ({ phone }) => phone },
    { label: '経過', optional: true, value: ({ course }) => label('経過', course) },
    { label: '治療中の内容', optional: true, value: ({ treatment }) => treatment },
  ]);
}

function serviceBlocks(record: ClientRecord): Block[] {
  return [
    ...text('現在利用している公的サービス', record.publicServices, record),
    ...text('現在利用している非公的サービス', record.otherServices, record),
    ...fields('同意', record, [
      ['同意日', dateValue(record.consentDate)],
      ['同意者', record.consentName],
    ]),
  ];
}
