import type { Repair } from '../findings/finding.js';
import { encodeMs932 } from '../ms932/encode.js';
import type { ProposeReplacement } from '../ms932/replacements.js';
import type { InputFile } from '../reading/types.js';

/** Carries out an offered repair on copies of the files; a repair that can't be done leaves them as they are. */
export function applyRepair(files: readonly InputFile[], repair: Repair, propose: ProposeReplacement): InputFile[] {
  if (repair.action === 'rename')
    return files.map((file) => (file.name === repair.from ? { ...file, name: repair.to } : file));
  return files.map((file) => (file.name === repair.file ? reencode(file, repair, propose) : file));
}

/** UTF-8 or UTF-16 text to MS932, with proposed characters for those MS932 lacks; null proposals keep the file. */
function reencode(
  file: InputFile,
  { from }: Extract<Repair, { action: 'reencode' }>,
  propose: ProposeReplacement,
): InputFile {
  const text = new TextDecoder(from).decode(file.bytes).normalize('NFC');
  const first = encodeMs932(text);
  if ('bytes' in first) return { ...file, bytes: first.bytes };
  const proposals = new Map(first.unencodable.map(({ character }) => [character, propose(character)]));
  const replaced = [...text]
    .map((character) => (proposals.has(character) ? (proposals.get(character) ?? character) : character))
    .join('');
  const second = encodeMs932(replaced);
  return 'bytes' in second ? { ...file, bytes: second.bytes } : file;
}
