import { BEYOND_STANDARD, type FindingCode, isFindingCode } from '@musubi/standard';
import { CommandError } from '../terminal/output.js';

/** The command's options that leave out parts of a check, as typed. */
export interface WithoutOptions {
  /** Codes of findings beyond the standard, with commas between them. */
  readonly without?: string;
  /** Nothing beyond the standard. */
  readonly strictStandard?: boolean;
}

/** The codes to switch off; refuses what is none of those that can be. */
export function withoutCodes({ without = '', strictStandard = false }: WithoutOptions): readonly FindingCode[] {
  if (strictStandard) return BEYOND_STANDARD;
  const wanted = without
    .split(',')
    .map((code) => code.trim().toUpperCase())
    .filter(Boolean);
  return wanted.map((code) => {
    if (isFindingCode(code) && BEYOND_STANDARD.includes(code)) return code;
    const known = BEYOND_STANDARD.map((one) => `  ${one}`).join('\n');
    throw new CommandError(
      `「${code}」は消せません。--without で消せるのは、標準仕様にはない次の注意・お知らせだけです。\n${known}`,
      2,
    );
  });
}
