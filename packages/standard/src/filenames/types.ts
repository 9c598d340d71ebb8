import type { Edition, FileKind } from '../layouts/types.js';

/** An office as file names write it. Edition 3 names carry no service type: null there. */
export interface NamedOffice {
  /** 事業所番号, 10 characters (digits; the field also knows a letter). */
  readonly officeNumber: string;
  /** サービス種類コード, 2 characters, or null in edition 3. */
  readonly serviceType: string | null;
}

/** The parts of a standard file name (rules.md section 4). */
export interface FileNameParts {
  readonly kind: FileKind;
  readonly edition: Edition;
  /** 対象年月 YYYYMM, '000000' for UPHOSOKU of a plan, null for kinds without a month. */
  readonly month: string | null;
  readonly sender: NamedOffice;
  readonly recipient: NamedOffice;
  /** ファイル連番 YYYYMMDDHHMMSS. */
  readonly serial: string;
  /** Branch number of a picture (4 digits), null for CSV. */
  readonly branch: string | null;
}
