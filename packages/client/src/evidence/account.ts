import { EVIDENCE_PROBLEMS, type EvidenceProblemCode, type Manifest, saltedDigest } from '@musubi/evidence';
import type { SavedMap } from './places.js';
import type { Proof, Subject, VerificationStep } from './verdict.js';

/** A file that lies beside evidence; it is read only when it may be a part of the transmission. */
export interface GivenFile {
  /** Relative to the folder that holds everything, with `/`. */
  readonly path: string;
  /** As its sender called it; the last part of the path when that is not known. */
  readonly name: string;
  readonly size: number;
  /** It lies in a folder of this transmission alone: what the manifest does not name has no business there. */
  readonly isOwn: boolean;
  read(): Uint8Array | Promise<Uint8Array>;
}

/** A part as the manifest names it, and the place it should lie in. */
interface Named {
  readonly subject: Subject & ('file' | 'attachment' | 'message');
  readonly label: string;
  readonly size: number;
  readonly digest: string;
  /** By the map of saved names; null without one. */
  readonly path: string | null;
  /** By the manifest; null where it holds no name. */
  readonly fileName: string | null;
  /** Salted digest of the name its sender gave it; null where none was signed. */
  readonly nameDigest: string | null;
}

const MESSAGE_FILE = 'message.txt';

function partsOf(manifest: Manifest, saved: SavedMap | null): Named[] {
  const files = manifest.files.map(({ name, size, digest }): Named => {
    const path = saved?.files.find((one) => one.name === name)?.path ?? null;
    return { subject: 'file', label: name, size, digest, path, fileName: name, nameDigest: null };
  });
  const attachments = manifest.attachments.map(({ size, digest, nameDigest }, at): Named => {
    const { name, path } = saved?.attachments[at] ?? { name: `添付${at + 1}`, path: null };
    return { subject: 'attachment', label: name, size, digest, path, fileName: null, nameDigest };
  });
  const { message } = manifest;
  if (!message) return [...files, ...attachments];
  const path = saved?.message ?? null;
  return [
    ...files,
    ...attachments,
    { subject: 'message', label: 'メッセージ', ...message, path, fileName: MESSAGE_FILE, nameDigest: null },
  ];
}

const plain = (name: string) => name.normalize('NFC').toLowerCase();

/**
 * Accounts for every part that the manifest names: proven by its salted digest wherever it lies and whatever it is called,
 * changed when something else lies in its place, else absent. A file of the transmission's own folder that the manifest
 * does not name is said as well, and files without the salt that proves them.
 */
export async function accountForParts(
  manifest: Manifest,
  salt: Uint8Array | undefined,
  given: readonly GivenFile[],
  saved: SavedMap | null,
): Promise<{ steps: VerificationStep[]; found: string[] }> {
  const steps: VerificationStep[] = [];
  const claimed = new Set<GivenFile>();
  for (const part of partsOf(manifest, saved)) {
    const inPlace = given.find((one) => isInPlace(part, one)) ?? null;
    const found = salt ? await findByDigest(part, salt, given) : null;
    for (const one of [inPlace, found]) if (one) claimed.add(one);
    steps.push(await judge(part, salt, inPlace, found));
  }
  const extra = given.filter((one) => one.isOwn && !claimed.has(one));
  const code = salt ? 'MSB-PACK-FILE-EXTRA' : 'MSB-EVIDENCE-NO-SALT';
  steps.push(...extra.map(({ name }) => failed({ subject: 'attachment', label: name }, code)));
  return { steps, found: [...claimed].map(({ path }) => path) };
}

async function judge(
  part: Named,
  salt: Uint8Array | undefined,
  inPlace: GivenFile | null,
  found: GivenFile | null,
): Promise<VerificationStep> {
  if (!salt) return inPlace ? failed(part, 'MSB-EVIDENCE-NO-SALT') : absent(part);
  // Another file lies under the part's name: somebody would read its content as the part's.
  const isSwapped = found !== null && inPlace !== null && found !== inPlace && !isCopy(found.name, inPlace.name);
  if (isSwapped || (!found && inPlace)) return failed(part, CHANGED[part.subject]);
  return found ? judgeName(part, salt, found) : absent(part);
}

/** Whether a name is another one with a number, as a second file of one name gets it: a (2).csv. */
function isCopy(name: string, original: string): boolean {
  return plain(name).replace(/ \(\d+\)(?=(\.[^.]+)?$)/, '') === plain(original);
}

/** An attachment lies under a name that suits its computer; the one its sender gave it stands under the signature. */
async function judgeName(part: Named, salt: Uint8Array, found: GivenFile): Promise<VerificationStep> {
  if (part.nameDigest === null) return proven(part);
  for (const label of [part.label, found.name])
    if ((await saltedDigest(salt, new TextEncoder().encode(label))) === part.nameDigest)
      return proven({ ...part, label });
  if (part.path !== null) return failed(part, 'MSB-PACK-NAME-CHANGED');
  return step(
    { ...part, label: found.name },
    'absent',
    null,
    '中身は正しいですが、送られたときの名前は確かめられません。',
  );
}

const CHANGED = {
  file: 'MSB-PACK-FILE-CHANGED',
  attachment: 'MSB-PACK-FILE-CHANGED',
  message: 'MSB-PACK-MESSAGE-CHANGED',
} as const;

/** The names of files differ by case and by how か゛ is written from one computer to the next. */
function isInPlace({ path, fileName, subject }: Named, one: GivenFile): boolean {
  if (path !== null && one.path === path) return true;
  return fileName !== null && plain(one.name) === plain(fileName) && (subject === 'file' || one.isOwn);
}

async function findByDigest(part: Named, salt: Uint8Array, given: readonly GivenFile[]): Promise<GivenFile | null> {
  const candidates = given.filter(({ size }) => size === part.size);
  for (const one of [...candidates].sort((a, b) => Number(isInPlace(part, b)) - Number(isInPlace(part, a))))
    if ((await saltedDigest(salt, await one.read())) === part.digest) return one;
  return null;
}

type Labelled = Pick<Named, 'subject' | 'label'>;

const step = ({ subject, label }: Labelled, proof: Proof, code: string | null, message: string): VerificationStep => ({
  subject,
  name: label,
  proof,
  code,
  message,
});
const proven = (part: Labelled) => step(part, 'proven', null, '正しいことを確かめました');
const failed = (part: Labelled, code: EvidenceProblemCode) => step(part, 'changed', code, EVIDENCE_PROBLEMS[code]);
const absent = (part: Labelled) => step(part, 'absent', null, 'ここにないため、確かめていません。');
