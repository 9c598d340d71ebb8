import type { Deletion } from '../model/model.js';
import { serviceTypeName } from '../units/service-types.js';
import { dateValue, monthValue, table } from './blocks.js';
import type { Form } from './care-plan.js';

/** What a deletion takes away of a client: plans, months or interviews. */
export function deletionForm(deletions: readonly Deletion[]): Form {
  const blocks = table<Deletion>('取り消すデータ', deletions, [
    { label: '計画作成（変更）日', optional: true, value: (one) => dateValue(one.planDate ?? one.preventivePlanDate) },
    { label: '相談日', optional: true, value: ({ interviewDate }) => dateValue(interviewDate) },
    { label: '対象年月', optional: true, value: ({ month }) => monthValue(month) },
    { label: 'サービス事業者', optional: true, value: ({ officeNumber }) => officeNumber },
    { label: 'サービス種類', optional: true, value: ({ serviceType }) => serviceTypeName(serviceType) },
  ]);
  return { title: '削除', blocks };
}
