import { nameOf, remark, unreadRemark } from './remark.js';
import { sortDrop } from './sort-drop.js';
import type { DropCode, Dropped, DroppedFile, TakenDrop, UnreadFile } from './types.js';
import { type Inflate, type OpenedZip, openZip } from './zip.js';

const CLOSED: Readonly<Record<Extract<OpenedZip, { closed: string }>['closed'], DropCode>> = {
  locked: 'MSB-DROP-ZIP-LOCKED',
  'too-large': 'MSB-DROP-ZIP-TOO-LARGE',
  damaged: 'MSB-DROP-ZIP-UNOPENED',
};

/** iCloud puts ".NAME.icloud" in place of a file that is not on the computer. */
const ICLOUD = /^\.(.+)\.icloud$/i;

/**
 * Takes what was dropped or named on a command line: sorts it, opens ZIPs and sorts what is inside, and says of every
 * file that can't be used why. A ZIP inside a ZIP stays closed. The one intake of browser and command.
 */
export function takeDrop(dropped: readonly Dropped[], inflate: Inflate): TakenDrop {
  const present = dropped.map(withoutPlaceholder);
  const unread = present.filter((file) => 'unread' in file);
  const files = present.filter((file) => 'bytes' in file);
  const first = sortDrop(files);
  const opened = first.zips.map((zip) => ({ zip, content: openZip(zip.bytes, inflate) }));
  const zips = new Set(first.zips);
  const { zips: nested, ...taken } =
    zips.size > 0 ? sortDrop([...files.filter((file) => !zips.has(file)), ...opened.flatMap(filesIn)]) : first;
  const isOpened = ({ reason }: { reason: DropCode }) => reason === 'MSB-DROP-ZIP-OPENED';
  return {
    ...taken,
    refused: [
      ...unread.map(unreadRemark),
      ...taken.refused,
      ...opened.flatMap(({ zip, content }) => ('closed' in content ? [remark(CLOSED[content.closed], [zip])] : [])),
      ...(zips.size > 0 ? nested.map((zip) => remark('MSB-DROP-ZIP-NESTED', [zip])) : []),
    ],
    notices: [
      ...opened.flatMap(({ zip, content }) => ('files' in content ? [remark('MSB-DROP-ZIP-OPENED', [zip])] : [])),
      ...taken.notices.filter((notice) => !isOpened(notice)), // those of nested ZIPs, which stay closed
    ],
  };
}

function filesIn({ zip, content }: { zip: DroppedFile; content: OpenedZip }): DroppedFile[] {
  if ('closed' in content) return [];
  return content.files.map(({ name, bytes }) => ({ path: `${zip.path}/${name}`, bytes }));
}

function withoutPlaceholder(file: Dropped): Dropped {
  const name = ICLOUD.exec(nameOf(file.path))?.[1];
  if (name === undefined) return file;
  const folder = file.path.slice(0, file.path.length - nameOf(file.path).length);
  return { path: folder + name, unread: 'cloud' } satisfies UnreadFile;
}
