import { MalwareFound, requireClean, type Scan, ScanFailure } from '@musubi/client';
import { clamdScan } from '@musubi/client/node';
import type { Attachment } from '@musubi/evidence';
import { CommandError, line } from './terminal/output.js';

/** The scanner this computer is told to use, by MUSUBI_CLAMD (path of clamd's socket, or host:port); null without one. */
export function scannerOf(): Scan | null {
  const place = process.env.MUSUBI_CLAMD ?? '';
  return place === '' ? null : clamdScan(place);
}

/** Refuses to send what the scanner objects to, or could not look at. Without a scanner everything passes. */
export async function requireCleanToSend(attachments: readonly Attachment[]): Promise<void> {
  const scan = scannerOf();
  if (!scan) return;
  try {
    await requireClean(scan, attachments);
  } catch (error) {
    throw new CommandError(`${scanWords(error)}何も送っていません。`);
  }
}

/** Words for a scan that found something or failed; anything else is thrown on. */
export function scanWords(error: unknown): string {
  if (error instanceof MalwareFound)
    return `${line`${error.message}`}このファイルは開かず、事業所のシステム担当者に知らせてください。`;
  if (error instanceof ScanFailure)
    return `${line`ウイルス対策ソフト（MUSUBI_CLAMD=${process.env.MUSUBI_CLAMD ?? ''}）に確かめられません: ${error.message}。`}clamd が動いているかを確かめて、もう一度実行してください。`;
  throw error;
}
