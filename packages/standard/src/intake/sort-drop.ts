import { parseFileName } from '../filenames/parse.js';
import { guessText } from './csv-guess.js';
import { countsInWords, kindInWords, type Other, remarksOnOthers } from './others.js';
import { nameOf, remark, remarkOnMany } from './remark.js';
import { withoutSameNames } from './same-names.js';
import { type Content, contentOf } from './sniff.js';
import type { AttachmentCandidate, DropCode, DroppedFile, DropRemark, SortedDrop } from './types.js';

/** Files that Windows, macOS and Office leave in folders. */
const JUNK =
  /(^|[\\/])(thumbs\.db|ehthumbs\.db|desktop\.ini|\.ds_store|\.[^\\/]*|~\$[^\\/]*|__macosx[\\/].*|[^\\/]*\.tmp)$/i;

/** "UPPLAN_….CSV.tmp" is a copy that stopped half-way and may be all there is of a file. */
function isJunk(path: string): boolean {
  return JUNK.test(path) && !(/\.tmp$/i.test(path) && /^[^.~]/.test(nameOf(path)) && parseFileName(nameOf(path)).kind);
}

/** With more candidates than this nobody meant them all as attachments. */
const MOST_ATTACHMENTS = 20;

/** Where a file belongs. `refused` sentences are about the file itself, `other` may be one of hundreds. */
type Place =
  | { readonly to: 'standard' }
  | { readonly to: 'zip' }
  | { readonly to: 'attachment'; readonly content: AttachmentCandidate['content'] }
  | { readonly to: 'refused'; readonly reason: DropCode }
  | { readonly to: 'other'; readonly reason: DropCode };

/**
 * Sorts what a person dropped before anything is checked: care plan data, candidates for attachments, ZIPs to open, and
 * what can't be used, with a sentence each. Contents count, not names: a PDF that is called .CSV stays a PDF.
 */
export function sortDrop(files: readonly DroppedFile[]): SortedDrop {
  const wanted = files.filter(({ path }) => !isJunk(path));
  const standard: DroppedFile[] = [];
  const attachments: AttachmentCandidate[] = [];
  const zips: DroppedFile[] = [];
  const refused: DropRemark[] = [];
  const others: Other[] = [];
  for (const file of wanted) {
    const place = placeOf(file);
    if (place.to === 'standard') standard.push(file);
    else if (place.to === 'zip') zips.push(file);
    else if (place.to === 'attachment') attachments.push({ ...file, name: nameOf(file.path), content: place.content });
    else if (place.to === 'other') others.push({ ...file, reason: place.reason });
    else refused.push(remark(place.reason, [file], { found: kindInWords(file) }));
  }
  const ours = withoutSameNames(standard);
  const copies = withoutCopies(attachments);
  const tooMany = copies.kept.length > MOST_ATTACHMENTS;
  return {
    standard: ours.kept.map(({ path, bytes }) => ({ name: nameOf(path), bytes })),
    attachments: tooMany ? [] : copies.kept,
    zips,
    refused: [
      ...refused,
      ...ours.clashes.map((group) => remark('MSB-DROP-TWO-VERSIONS', group)),
      ...remarksOnOthers(others),
      ...(tooMany ? [manyAttachments(copies.kept)] : []),
    ],
    notices: [...zips.map((zip) => remark('MSB-DROP-ZIP-OPENED', [zip])), ...ours.notices, ...copies.notices],
    ignored: files.length - wanted.length,
  };
}

function manyAttachments(files: readonly AttachmentCandidate[]): DropRemark {
  return remarkOnMany('MSB-DROP-MANY-ATTACHMENTS', files, { total: files.length, counts: countsInWords(files) });
}

/** Attachments of one name and different contents are different pictures; only true copies fall away. */
function withoutCopies(files: readonly AttachmentCandidate[]): { kept: AttachmentCandidate[]; notices: DropRemark[] } {
  const { kept, notices, clashes } = withoutSameNames(files);
  const wanted = new Set([...kept, ...clashes.flat()]);
  return { kept: files.filter((file) => wanted.has(file)), notices };
}

function placeOf(file: DroppedFile): Place {
  const name = nameOf(file.path);
  const content = contentOf(file.bytes);
  const { kind } = parseFileName(name);
  const isNamedCsv = /\.csv$/i.test(name.normalize('NFKC'));
  const claimsToBeOurs = kind !== null || isNamedCsv;
  if (kind !== null && /\.(lnk|url|webloc)$/i.test(name)) return { to: 'refused', reason: 'MSB-DROP-SHORTCUT' };
  if (content === 'empty') return { to: claimsToBeOurs ? 'refused' : 'other', reason: 'MSB-DROP-EMPTY' };
  if (kind === 'UPKIHON_IMAGE' && content === 'picture') return { to: 'standard' };
  if (content === 'text') return placeOfText(file, name, kind !== null);
  // Windows names a ZIP after the file it packs: "UPPLAN_….zip".
  if ((content === 'zip' || content === 'lockedZip' || content === 'archive') && !isNamedCsv)
    return placeOfForeign(content);
  // A file of ours with zero bytes in it is damaged: reading says how.
  if (content === 'unknown' && kind !== null) return { to: 'standard' };
  return claimsToBeOurs ? { to: 'refused', reason: 'MSB-DROP-NOT-CSV' } : placeOfForeign(content);
}

function placeOfText(file: DroppedFile, name: string, isNamedAsOurs: boolean): Place {
  if (isNamedAsOurs) return { to: 'standard' };
  const guess = guessText(file.bytes);
  if (guess === 'careplan') return { to: 'standard' };
  if (guess === 'claim') return { to: 'other', reason: 'MSB-DROP-CLAIM-CSV' };
  return { to: 'other', reason: /\.csv$/i.test(name.normalize('NFKC')) ? 'MSB-DROP-OTHER-CSV' : 'MSB-DROP-OTHER' };
}

function placeOfForeign(content: Content): Place {
  switch (content) {
    case 'pdf':
    case 'picture':
    case 'office':
      return { to: 'attachment', content };
    case 'zip':
      return { to: 'zip' };
    case 'lockedZip':
      return { to: 'refused', reason: 'MSB-DROP-ZIP-LOCKED' };
    case 'archive':
      return { to: 'other', reason: 'MSB-DROP-ARCHIVE' };
    case 'program':
      return { to: 'other', reason: 'MSB-DROP-PROGRAM' };
    case 'otherPicture':
      return { to: 'other', reason: 'MSB-DROP-PICTURE-FORMAT' };
    default:
      return { to: 'other', reason: 'MSB-DROP-OTHER' };
  }
}
