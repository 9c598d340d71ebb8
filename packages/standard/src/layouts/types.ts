/** The two editions (版) of the ministry's standard that Musubi reads and writes. */
export type Edition = '3' | '4.1';

/** File kinds (ファイル種別): the first part of a standard file name. UPKIHON_IMAGE is a JPEG, all others CSV. */
export type CsvKind =
  | 'UPHOSOKU'
  | 'UP1KYO'
  | 'DLT1KYO'
  | 'UP2KYO'
  | 'UP3KYO'
  | 'UPPLAN'
  | 'UPJSK'
  | 'DLTPLAN'
  | 'DLTJSK'
  | 'UPSIKYU'
  | 'UPKIHON'
  | 'DLTKIHON'
  | 'UPKIHON_SUB1'
  | 'UPKIHON_SUB2'
  | 'UPYOBO'
  | 'UPYOBO_SUB'
  | 'DLTYOBO';
export type FileKind = CsvKind | 'UPKIHON_IMAGE';

/** The form of an item, as `layouts.json` names it. */
export type ItemFormat =
  | 'ym'
  | 'ym0'
  | 'ymd'
  | 'ymd0'
  | 'hm'
  | 'hm9'
  | 'int'
  | 'dec'
  | 'digits'
  | 'code'
  | 'text'
  | 'insurer'
  | 'insured'
  | 'office'
  | 'service'
  | 'service7'
  | 'servicetype'
  | 'postal'
  | 'phone'
  | 'tais'
  | 'dayflags'
  | 'jpgname'
  | 'unused';

/** One item (項目) of a layout. */
export interface Item {
  /** 項番, from 1. */
  readonly no: number;
  readonly nameJa: string;
  /** 項目長 in characters; null where the ministry prints none. */
  readonly maxLength: number | null;
  readonly required: boolean;
  readonly format: ItemFormat;
  readonly codeTable?: string;
}

/** The layout of one file kind in one edition. */
export interface Layout {
  readonly kind: CsvKind;
  readonly edition: Edition;
  readonly nameJa: string;
  readonly items: readonly Item[];
}
