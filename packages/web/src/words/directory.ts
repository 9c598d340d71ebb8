import type { DirectoryRow, Pace } from '@musubi/contract';
import { isPlanning, serviceTypeName } from '@musubi/standard';

/** How soon an office usually fetches, as people say it. */
export const PACE_WORDS: Readonly<Record<Pace, string>> = {
  sameDay: 'ふだん当日中に受け取ります',
  nextDay: 'ふだん翌日までに受け取ります',
  threeDays: 'ふだん3日ほどで受け取ります',
  week: 'ふだん1週間ほどで受け取ります',
  slower: '受け取りまで1週間以上かかることがあります',
};

/** Service types by name, e.g. 訪問介護・訪問看護, the rest as a number. */
export function serviceNames(types: readonly string[], most = types.length): string {
  const names = types.slice(0, most).map(serviceTypeName).join('・');
  return types.length > most ? `${names} ほか${types.length - most}` : names;
}

/** What may be sent to an office, by its services: those who plan get actuals, those who serve get plans. */
export function receivable({ serviceTypes }: Pick<DirectoryRow, 'serviceTypes'>): string[] {
  const plans = serviceTypes.some(isPlanning);
  const serves = serviceTypes.some((type) => !isPlanning(type));
  return [
    ...(serves ? ['居宅サービス計画書・サービス利用票（予定）'] : []),
    ...(plans ? ['サービス提供の実績'] : []),
    'メッセージ・添付ファイル',
  ];
}

export const editionNames = (editions: readonly string[]) => editions.map((edition) => `第${edition}版`).join('・');
