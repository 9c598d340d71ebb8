import type { Attachment } from '@musubi/evidence';

/** Looks into bytes for malware: the scanner's name of what it found, null when it found nothing. Throws ScanFailure. */
export type Scan = (bytes: Uint8Array) => Promise<string | null>;

/** The scanner that was asked for does not answer or does not judge: nothing may pass it unseen. */
export class ScanFailure extends Error {
  override readonly name = 'ScanFailure';
}

/** An attachment in which the scanner found malware. */
export class MalwareFound extends Error {
  override readonly name = 'MalwareFound';
  constructor(
    readonly attachment: string,
    /** As the scanner calls it. */
    readonly malware: string,
  ) {
    super(`添付「${attachment}」から、ウイルス対策ソフトが「${malware}」を見つけました。`);
  }
}

/** Throws MalwareFound for the first attachment the scanner objects to, ScanFailure when it can't be asked. */
export async function requireClean(
  scan: Scan,
  attachments: readonly Pick<Attachment, 'name' | 'bytes'>[],
): Promise<void> {
  for (const { name, bytes } of attachments) {
    const malware = await scan(bytes);
    if (malware !== null) throw new MalwareFound(name, malware);
  }
}
