export { accountOf } from './account/account.js';
export { type EmptySide, emptySide } from './account/empty-side.js';
export type { Account, Purpose, Unused } from './account/types.js';
export { isIncomplete, unusedTexts, workedOnText } from './account/words.js';
export { BEYOND_STANDARD, type CheckedFiles, type CheckOptions, checkFiles, checkUnit } from './checks/check-unit.js';
export { type Comparison, compareScheduleWithActuals, type Difference } from './compare/compare.js';
export {
  type DescribedDifference,
  type DescribedService,
  describeClient,
  describeDifference,
} from './compare/describe.js';
export { CHANGE_WORDS, type Change, COMPARED_ITEMS, type ItemUse } from './compare/items.js';
export { differencesToJson } from './compare/json.js';
export { clientName, clientsWithNumber, namesIn, type UnitNames } from './compare/names.js';
export { replacedServices } from './compare/replaced.js';
export type { ServiceRow } from './compare/rows.js';
export { isAboutNumber, type UnknownClient, unknownClientText } from './compare/unknown-clients.js';
export {
  type SpreadsheetCell,
  type SpreadsheetEncoding,
  spreadsheetBytes,
  spreadsheetCell,
  spreadsheetFile,
  spreadsheetText,
} from './csv/spreadsheet.js';
export {
  actualsToFiles,
  clientsTakenBack,
  deletionToFiles,
  type WriteOptions,
} from './edit/actuals-files.js';
export { addAddition, addClient, addService, correctInsurer, type NewAddition, type NewService } from './edit/add.js';
export { type AnnexTotals, annexTotals } from './edit/annex.js';
export { type AnnexLine, annexLines } from './edit/annex-lines.js';
export { beginActuals, enterActuals, type OwnOffice } from './edit/begin-actuals.js';
export { beginSchedule, nextMonthSchedule, recipientsOf } from './edit/begin-schedule.js';
export { cancelDay, changeService, changeTime, removeRow, setCount } from './edit/change.js';
export { daysOn, lastDay, type MonthWeek, weekdayOf, weeksOf } from './edit/days.js';
export { asPlanned, clearCounts, copyWeek, openDays, setWeekdays } from './edit/fill.js';
export type { SheetProblem, SheetProblemCode } from './edit/problem-types.js';
export { problemsOf } from './edit/problems.js';
export {
  addPerson,
  changePerson,
  clientOfSchedule,
  emptySchedule,
  type Person,
  personOf,
  removeClient,
  type ScheduleClient,
  withScheduleClient,
} from './edit/schedule-clients.js';
export { type ScheduleOptions, scheduleToFiles } from './edit/schedule-files.js';
export type {
  ActualsSheet,
  AnnexTerm,
  Cancellation,
  DayCounts,
  EditSheet,
  ExcessShare,
  Line,
  PlannedDay,
  PlannedSource,
  ScheduleSheet,
  SheetClient,
  SheetRow,
} from './edit/sheet.js';
export { allotExcess, setTerms, type Terms } from './edit/terms.js';
export type { WrittenUnit } from './edit/write-unit.js';
export { type Conversion, type ConversionNote, type ConversionOptions, convertUnit } from './editions/convert.js';
export { type ConvertedFiles, convertFiles } from './editions/convert-files.js';
export { composeFileName, kindHasMonth } from './filenames/compose.js';
export { type ParsedFileName, parseFileName, standardName } from './filenames/parse.js';
export { isSerial } from './filenames/parts.js';
export type { FileNameParts, NamedOffice } from './filenames/types.js';
export { CATALOGUE, type CatalogueEntry, type FindingCode, isFindingCode } from './findings/catalogue.js';
export type { Finding, FindingPlace, FindingWords, OtherPlace, Repair, Severity } from './findings/finding.js';
export { makeFinding } from './findings/make-finding.js';
export { mixedMonths, monthHint } from './intake/month-hint.js';
export { attachmentRemark, unreadRemark } from './intake/remark.js';
export { sortDrop } from './intake/sort-drop.js';
export { takeDrop } from './intake/take-drop.js';
export type {
  AttachmentCandidate,
  DropCode,
  Dropped,
  DroppedFile,
  DropRemark,
  SortedDrop,
  TakenDrop,
  UnreadFile,
  UnreadReason,
} from './intake/types.js';
export type { Inflate } from './intake/zip.js';
export { CODE_TABLES, CSV_VERSIONS, editionOfCsvVersion, isFileKind, layoutOf, nameOfKind } from './layouts/index.js';
export type { CsvKind, Edition, FileKind, Item, ItemFormat, Layout } from './layouts/types.js';
export {
  type AnnexRecord,
  type CarePlan,
  type ClientRecord,
  type DailyEntry,
  type Deletion,
  type Goal,
  type Illness,
  isSupplement,
  type Measure,
  modelToFiles,
  type PreventivePlan,
  type ServiceRecord,
  type Supplement,
  type UnitModel,
  unitToModel,
  type WeekEntry,
} from './model/model.js';
export { decodeMs932 } from './ms932/decode.js';
export { type Encoded, encodeMs932, isInMs932, type UnencodableCharacter } from './ms932/encode.js';
export { loadReplacements, type ProposeReplacement } from './ms932/replacements.js';
export { checkProfile, isPattern, PATTERNS, type Pattern, type ProfileReport } from './profiles/profile.js';
export { profileJson, profileJunit, profileText } from './profiles/report.js';
export { readFile } from './reading/read-file.js';
export type { Encoding, InputFile, ReadFile, Table } from './reading/types.js';
export {
  type ChangedDifference,
  type ChangedPartner,
  changedSince,
  type ReconciliationChanges,
  type SeenDifference,
  type SeenMonth,
  type SeenPartner,
  seenOf,
} from './reconcile/changed.js';
export { reconciliationRows } from './reconcile/csv.js';
export { applyDecisions, decide } from './reconcile/decisions.js';
export { MESSAGE_LENGTH, messageForDifferences, reminderMessage } from './reconcile/messages.js';
export { reconcile, type ToReconcile } from './reconcile/reconcile.js';
export type {
  ActualsState,
  Amounts,
  ClientLimit,
  Decision,
  MonthReconciliation,
  Partner,
  ReconciledClient,
  ReconciledDifference,
  ScheduleState,
  Sums,
} from './reconcile/types.js';
export { checkReport, type ReportOptions } from './report/check-report.js';
export {
  factsOf,
  isRental,
  presumedNote,
  type ServiceBasis,
  type ServiceFacts,
  type ServiceKind,
  type ServiceKnowledge,
} from './services/knowledge.js';
export { type ClientModel, modelsByClient } from './show/clients.js';
export { clock, clockSpan, type DateStyle, formatDate, formatMonth } from './show/dates.js';
export { columns, pad } from './show/layout.js';
export type { ServiceNames } from './show/service-names.js';
export { showUnit } from './show/show.js';
export { valueText, viewText } from './show/text.js';
export type {
  Block,
  ClientHead,
  DayRow,
  LabelledValue,
  Sheet,
  SourceRef,
  TableColumn,
  TableRow,
  UnitView,
  Value,
} from './show/view.js';
export { viewUnit } from './show/view-unit.js';
export {
  type ClientNumbers,
  clientKey,
  clientNames,
  type KnownClient,
  knownClientKey,
} from './units/client-numbers.js';
export { clientsOf, type UnitClient } from './units/clients.js';
export { compositionOf, unitKindOfFile } from './units/composition.js';
export { type Grouped, groupIntoUnits } from './units/group.js';
export { officeNumberRemark } from './units/office-numbers.js';
export { isPlanning, mayExchange, type RoleVerdict } from './units/roles.js';
export { SERVICE_TYPES, type ServiceType, serviceTypeName } from './units/service-types.js';
export { type SendingUnit, UNIT_KINDS, UNIT_NAMES, type UnitKind } from './units/types.js';
export { applyRepair, type RepairedFiles, type RepairStep, repairAll } from './writing/repair.js';
export { type Unwritable, type WriteCell, type Written, writeCsv } from './writing/write-csv.js';
