import type { Supplement } from '../model/model.js';
import { serviceTypeName } from '../units/service-types.js';
import { dateValue, fields, label, numberValue, type Sourced, table } from './blocks.js';
import { type Form, joined } from './care-plan.js';
import type { Block } from './view.js';

/** 利用者補足情報: who the client is and which limits hold. */
export function supplementForm(supplement: Supplement): Form {
  return {
    title: '利用者補足情報',
    blocks: [
      ...fields('利用者', supplement, [
        ['フリガナ', supplement.kana],
        ['氏名', supplement.name],
        ['性別', label('性別', supplement.sex)],
        ['生年月日', dateValue(supplement.birthDate)],
        ['郵便番号', supplement.postalCode],
        ['住所', joined(supplement.address1, supplement.address2)],
        ['電話番号', supplement.phone],
      ]),
      ...fields('認定', supplement, [
        ['計画作成（変更）日', dateValue(supplement.planDate)],
        ['認定日', dateValue(supplement.certifiedOn)],
        ['認定状況', label('認定状況区分', supplement.certificationState)],
        ['要介護状態区分', label('要介護状態区分', supplement.careLevel)],
        ['要介護状態の変更日', dateValue(supplement.levelChangedOn)],
        ['前回の要介護状態区分', label('要介護状態区分', supplement.previousCareLevel)],
        ['限度額適用の開始', dateValue(supplement.limitFrom)],
        ['限度額適用の終了', dateValue(supplement.limitUntil)],
        ['入所前月までの利用日数', numberValue(supplement.daysBeforeAdmission)],
        ['入所の累積利用日数', numberValue(supplement.daysTotal)],
        ['同意書受付業者', supplement.consentOffice],
      ]),
      ...limitBlocks(supplement),
    ],
  };
}

const FRAMES = ['１', '２', '３', '４', '５', '６', '７', '８', '９'] as const;

interface Frame extends Sourced {
  readonly serviceType: string;
  readonly limit: number | null;
  readonly total: number | null;
  readonly over: number | null;
}

/** 区分支給限度基準額 and the limits of single service types. */
export function limitBlocks(supplement: Supplement): Block[] {
  const frames: Frame[] = FRAMES.map((frame) => ({
    serviceType: supplement[`type${frame}`],
    limit: supplement[`limit${frame}`],
    total: supplement[`total${frame}`],
    over: supplement[`over${frame}`],
    source: supplement.source,
  }));
  const isUsed = ({ serviceType, limit, total, over }: Frame) =>
    serviceType !== '' || limit !== null || total !== null || over !== null;
  return [
    ...fields('区分支給限度', supplement, [
      ['区分支給限度基準額（単位）', numberValue(supplement.limitUnits)],
      ['合計の限度超（単位）', numberValue(supplement.overLimit)],
    ]),
    ...table<Frame>('種類別支給限度', frames.filter(isUsed), [
      { label: 'サービス種類', value: ({ serviceType }) => serviceTypeName(serviceType) },
      { label: '支給限度基準額（単位）', align: 'right', value: ({ limit }) => numberValue(limit) },
      { label: '合計単位数', align: 'right', value: ({ total }) => numberValue(total) },
      { label: '限度超単位数', align: 'right', value: ({ over }) => numberValue(over) },
    ]),
  ];
}
