import { date, dateOrZeros, dayMarks, flag, hundredths, integer, month, text, time } from './codecs.js';
import { type Field, field } from './records.js';

/** Items that begin every record. */
const person = {
  csvVersion: field('CSVバージョン', text),
  insurerNumber: field('保険者番号', text),
  insuredNumber: field('被保険者番号', text),
};
/** Items without meaning for people, kept as they are. */
const trailer = { updatedBy: field('更新業者コード', text), marker: field('識別子', text) };

/** 居宅サービス計画書 第1表 */
export const carePlanFields = {
  ...person,
  ...trailer,
  writtenOn: field('作成年月日', date),
  postalCode: field('利用者郵便番号', text),
  address1: field('利用者住所１', text),
  address2: field('利用者住所２', text),
  author: field('居宅サービス計画作成者氏名', text),
  officeName: field('介護支援事業者名', text),
  officePostalCode: field('介護支援事業者郵便番号', text),
  officeAddress1: field('介護支援事業者住所１', text),
  officeAddress2: field('介護支援事業者住所２', text),
  officeNumber: field('介護支援事業者コード', text),
  planDate: field('居宅サービス計画作成（変更）日', date),
  firstPlanDate: field('初回居宅サービス計画作成日', date),
  planType: field('計画書区分', text),
  certificationState: field('認定状況区分', text),
  certifiedOn: field('認定日', date),
  certifiedFrom: field('認定有効期間開始日', date),
  certifiedUntil: field('認定有効期間終了日', date),
  careLevel: field('要介護状態区分', text),
  wishes: field('利用者及び家族の生活に対する意向を踏まえた課題分析の結果', text),
  boardOpinion: field('介護認定審査会の意見及びサービスの種類の指定', text),
  policy: field('総合的な援助の方針', text),
  housekeepingReason: field('生活援助中心型の算定理由', text),
  housekeepingOther: field('その他理由', text),
} as const;

/** 第2表: one service under a goal under a need */
export const goalFields = {
  ...person,
  ...trailer,
  writtenOn: field('居宅計画書作成年月日', date),
  planDate: field('居宅サービス計画作成（変更）日', date),
  needNumber: field('課題ＮＯ', integer),
  need: field('課題', text),
  goalNumber: field('援助目標ＮＯ', integer),
  longGoal: field('長期目標', text),
  shortGoal: field('短期目標', text),
  longPeriod: field('長期期間', text),
  shortPeriod: field('短期期間', text),
  contentNumber: field('援助内容ＮＯ', integer),
  content: field('サービス内容', text),
  insured: field('保険対象区分', text),
  serviceKind: field('サービス種別', text),
  officeNumber: field('サービス事業者コード', text),
  officeName: field('サービス事業所名', text),
  frequency: field('頻度', text),
  period: field('実施期間', text),
} as const;

/** 第3表: a weekly service, a daily activity, or a service outside the week */
export const weekFields = {
  ...person,
  writtenOn: field('週間サービス計画表作成年月日', date),
  planDate: field('居宅サービス計画作成（変更）日', date),
  service: field('介護サービス内容', text),
  weekday: field('曜日', text),
  start: field('開始時間', time),
  end: field('終了時間', time),
  activity: field('主な日常生活上の活動', text),
  activityStart: field('活動開始時間', time),
  activityEnd: field('活動終了時間', time),
  outsideWeek: field('週単位以外のサービス', text),
} as const;

/** 第6表 予定 and 実績: one service on one day */
export const serviceFields = {
  ...person,
  ...trailer,
  writtenOn: field('作成年月日', date),
  month: field('対象年月', month),
  plannerOffice: field('プラン担当業者コード', text),
  planner: field('プラン担当者名', text),
  units: field('単位数', integer),
  shortStayDaysBefore: field('前月までの短期入所利用日数', integer),
  day: field('サービス利用日', date),
  proratedDays: field('日割対象日', dayMarks),
  start: field('サービス開始時刻', time),
  end: field('サービス終了時刻', time),
  count: field('サービス回数', integer),
  serviceCode: field('サービスコード', text),
  taisCode: field('TAISコード', text),
  noticeCode: field('福祉用具届出コード', text),
  goodsName: field('用具名称（機種名）', text),
  detailCode: field('明細判別コード', integer),
  officeNumber: field('サービス事業者コード', text),
  officeName: field('サービス事業所名', text),
  satellite: field('サテライト枝番', integer),
  over30Days: field('３０日超区分', flag),
} as const;

/** 第7表: a service, subtotal or total of a client */
export const annexFields = {
  ...person,
  ...trailer,
  writtenOn: field('作成年月日', date),
  month: field('対象年月', month),
  officeName: field('サービス事業所名', text),
  officeNumber: field('サービス事業所コード', text),
  satellite: field('サテライト枝番', integer),
  serviceCode: field('サービスコード', text),
  taisCode: field('TAISコード', text),
  noticeCode: field('福祉用具届出コード', text),
  goodsName: field('用具名称（機種名）', text),
  units: field('単位数', integer),
  discountPercent: field('割引後率', integer),
  discountedUnits: field('割引後単位数', integer),
  count: field('回数／日数', integer),
  amount: field('サービス単位／金額', integer),
  managedUnits: field('給付管理単位数', integer),
  overTypeLimit: field('種類支給限度基準超単位数', integer),
  withinTypeLimit: field('種類支給限度基準内単位数', integer),
  overLimit: field('区分支給限度基準超単位数', integer),
  withinLimit: field('区分支給限度基準内単位数', integer),
  /** Yen per unit in hundredths (第7表 No.23, 99.99). */
  unitPrice: field('単位数単価', hundredths),
  cost: field('費用総額保険／事業対象分', integer),
  benefitPercent: field('給付率', integer),
  claim: field('保険／事業費請求額', integer),
  fixedShare: field('定額利用者負担単価金額', integer),
  share: field('利用者負担保険／事業対象分', integer),
  fullShare: field('利用者負担（全額負担分）', integer),
  daysBefore: field('前月までの利用日数', integer),
  daysPlanned: field('当月の計画利用日数', integer),
  daysTotal: field('累積利用日数', integer),
  over30Days: field('３０日超区分', flag),
  officeCode: field('事業所コード', text),
  enteredBy: field('入力者コード', text),
} as const;

const WIDE_DIGITS = ['１', '２', '３', '４', '５', '６', '７', '８', '９'] as const;
type Digit = (typeof WIDE_DIGITS)[number];
type LimitFields = {
  readonly [K in Digit as `type${K}`]: Field<string>;
} & { readonly [K in Digit as `limit${K}` | `total${K}` | `over${K}`]: Field<number | null> };

/** The nine frames of 種類別 limits (rules.md 12.6), keyed as the form numbers them. */
function limitFields(): LimitFields {
  const entries = WIDE_DIGITS.flatMap((digit) => [
    [`type${digit}`, field(`${digit}サービス種類コード`, text)],
    [`limit${digit}`, field(`${digit}支給限度基準額`, integer)],
    [`total${digit}`, field(`${digit}合計単位数`, integer)],
    [`over${digit}`, field(`${digit}限度超単位数`, integer)],
  ]);
  return Object.fromEntries(entries);
}

/** 利用者補足情報 */
export const supplementFields = {
  ...person,
  ...trailer,
  ...limitFields(),
  planDate: field('居宅サービス計画作成（変更）日', dateOrZeros),
  kana: field('利用者氏名フリガナ', text),
  name: field('利用者氏名', text),
  sex: field('利用者性別', text),
  birthDate: field('利用者生年月日', date),
  postalCode: field('利用者郵便番号', text),
  address1: field('利用者住所１', text),
  address2: field('利用者住所２', text),
  phone: field('利用者電話番号', text),
  certifiedOn: field('認定日', date),
  limitFrom: field('限度額適用開始年月日', date),
  limitUntil: field('限度額適用終了年月日', date),
  certificationState: field('認定状況区分', text),
  levelChangedOn: field('要介護状態変更日', date),
  careLevel: field('要介護状態区分', text),
  limitUnits: field('区分支給限度基準額', integer),
  overLimit: field('合計限度超単位数', integer),
  daysBeforeAdmission: field('入所前月迄利用日数', integer),
  daysTotal: field('入所累積利用日数', integer),
  previousCareLevel: field('前回要介護状態区分', text),
  consentOffice: field('同意書受付業者', text),
  month: field('対象年月', month),
} as const;

/** Deletion records: whom, and which plan, month or interview. */
export const deletionFields = {
  ...person,
  planDate: field('居宅サービス計画作成（変更）日', date),
  month: field('削除対象年月', month),
  interviewDate: field('相談日', date),
  preventivePlanDate: field('計画作成(変更)日', date),
  officeNumber: field('サービス事業者コード', text),
  serviceType: field('サービス種類コード', text),
} as const;

/** 利用者基本情報 別表１: a line of the daily schedule */
export const dailyFields = {
  ...person,
  interviewDate: field('相談日', date),
  hour: field('時間', text),
  life: field('本人の生活状況', text),
  familyLife: field('介護者・家族の生活状況', text),
} as const;

/** 利用者基本情報 別表２: an illness */
export const illnessFields = {
  ...person,
  interviewDate: field('相談日', date),
  when: field('年月日', text),
  illness: field('病名', text),
  doctor: field('医療機関・医師名', text),
  doctorRole: field('主治医・意見作成者フラグ', text),
  phone: field('医療機関・医師電話番号', text),
  course: field('経過', text),
  treatment: field('治療中の内容', text),
} as const;

/** 支援計画書 別表: a service under a measure under a problem */
export const measureFields = {
  ...person,
  preventivePlanDate: field('計画作成(変更)日', date),
  problemNumber: field('課題ＮＯ', integer),
  problem: field('総合的課題', text),
  proposal: field('課題に対する目標と具体策の提案', text),
  wish: field('具体策についての意向本人・家族', text),
  goal: field('目標', text),
  measureNumber: field('支援計画ＮＯ', integer),
  point: field('【支援計画】目標についての支援のポイント', text),
  selfCare: field('【支援計画】本人等のセルフケアや家族の支援、インフォーマルサービス（民間サービス）', text),
  insuredService: field('【支援計画】介護保険サービス又は地域支援事業（総合事業のサービス）', text),
  serviceNumber: field('利用サービスＮＯ', integer),
  serviceKind: field('【利用サービス】サービス種別', text),
  serviceOffice: field('【利用サービス】事業所(利用先)', text),
  period: field('【利用サービス】期間', text),
} as const;
