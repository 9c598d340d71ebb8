import { recogniseEncoding } from '../reading/encoding.js';

/** What a text whose name says nothing seems to be. */
export type TextGuess = 'careplan' | 'claim' | 'other';

const LOOK = 4096;
/** CSVバージョン, 保険者番号 and 被保険者番号 begin every record of the standard. */
const CARE_PLAN = /^\s*"?20\d{4}"?\s*,\s*"?\d{6}"?\s*,\s*"?[H\d]\d{9}"?\s*,/;
const CARE_PLAN_HEADER = /CSVバージョン.*保険者番号/;
/** 国保連 files begin with a control record (レコード種別 1, 連番) and go on with data records (2). */
const CLAIM_CONTROL = /^"?1"?,"?[01]"?,/;
const CLAIM_DATA = /^"?2"?,"?\d+"?,/;

/** Guesses by the first lines. A wrong guess costs little: what is taken for ours is checked like everything else. */
export function guessText(bytes: Uint8Array): TextGuess {
  const { encoding, bytes: plain, bom } = recogniseEncoding(wholeLines(bytes));
  const text = new TextDecoder(encoding === 'ms932' ? 'shift_jis' : 'utf-8').decode(plain.subarray(bom));
  const [first = '', second = ''] = text.split(/\r\n|\r|\n/);
  if (CARE_PLAN.test(first) || CARE_PLAN_HEADER.test(first.normalize('NFKC'))) return 'careplan';
  return CLAIM_CONTROL.test(first) && CLAIM_DATA.test(second) ? 'claim' : 'other';
}

/** The beginning of a file up to a line end, so that no character is cut in two. */
function wholeLines(bytes: Uint8Array): Uint8Array {
  if (bytes.length <= LOOK) return bytes;
  const end = bytes.subarray(0, LOOK).lastIndexOf(0x0a);
  return bytes.subarray(0, end > 0 ? end + 1 : LOOK);
}
