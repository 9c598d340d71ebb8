import { checkFiles } from '../checks/check-unit.js';
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

/** A repair that was carried out, or could not be. */
export interface RepairStep {
  readonly repair: Repair;
  readonly isDone: boolean;
  /** Characters that MS932 lacks and what stands for them now; for a repair that failed, null where nothing could. */
  readonly replaced: readonly { readonly character: string; readonly by: string | null }[];
}

export interface RepairedFiles {
  readonly files: readonly InputFile[];
  readonly steps: readonly RepairStep[];
}

/** A repair may bring up another (a name mended may fit a unit); longer chains than this do not occur. */
const MOST_ROUNDS = 5;

/** Carries out every repair that checks offer, on copies, until there is nothing left that can be repaired. */
export function repairAll(originals: readonly InputFile[], propose: ProposeReplacement): RepairedFiles {
  const steps: RepairStep[] = [];
  let files = [...originals];
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const offered = offeredFor(files);
    let isChanged = false;
    const failed: RepairStep[] = [];
    for (const repair of offered) {
      const target = files.find(({ name }) => name === (repair.action === 'rename' ? repair.from : repair.file));
      if (!target) continue; // an earlier repair of this round took the name away: the next round offers it anew
      const replaced = repair.action === 'reencode' ? replacedBy(target, repair, propose) : [];
      const isDone = replaced.every(({ by }) => by !== null);
      if (isDone) {
        files = applyRepair(files, repair, propose);
        isChanged = true;
      }
      (isDone ? steps : failed).push({ repair, isDone, replaced });
    }
    if (!isChanged) return { files, steps: [...steps, ...failed] };
  }
  return { files, steps };
}

function offeredFor(files: readonly InputFile[]): Repair[] {
  const repairs = checkFiles(files).findings.flatMap(({ repair }) => (repair ? [repair] : []));
  return [...new Map(repairs.map((repair) => [JSON.stringify(repair), repair])).values()];
}

function replacedBy(
  { bytes }: InputFile,
  { from }: Extract<Repair, { action: 'reencode' }>,
  propose: ProposeReplacement,
): RepairStep['replaced'] {
  const encoded = encodeMs932(new TextDecoder(from).decode(bytes).normalize('NFC'));
  if ('bytes' in encoded) return [];
  const characters = new Set(encoded.unencodable.map(({ character }) => character));
  return [...characters].map((character) => ({ character, by: propose(character) }));
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
