/** Public tables of the field: each reader takes a file's text and gives typed rows; nothing here reads files. */
export {
  type Area,
  type CareLevelLimit,
  careLevelLimits,
  type Insurer,
  insurers,
  type UnitPrices,
  unitPrices,
} from './charges.js';
export {
  type ChangedCode,
  changeOf,
  type EndedCode,
  layTables,
  type TableChange,
  tableText,
} from './import/change.js';
export { IMPORT_CODES, type ImportCode, type ImportFinding } from './import/findings.js';
export { type ReadTable, readCodeTable, type SourceFile } from './import/read-table.js';
export { type CodeFacts, type CodeKnowledge, codeKnowledge } from './knowledge.js';
export {
  type AreaMap,
  type Municipality,
  type Prefecture,
  readAreaMap,
  readMunicipalities,
  readPrefectures,
} from './places.js';
export {
  type Basis,
  countsTowardsLimit,
  type Kind,
  readServiceCodes,
  type ServiceCode,
  type ServiceCodes,
  serviceCodes,
  standsForVisit,
} from './service-codes.js';
