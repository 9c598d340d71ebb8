import { checkFiles, composeFileName, type FileNameParts, parseFileName } from '@musubi/standard';
import { samples, type Upload } from '../../test/web/world.js';

export interface Recipient {
  readonly officeNumber: string;
  readonly serviceType: string;
}

/** A month's schedules of one care manager: one sending unit for each recipient. */
export interface Schedules {
  readonly recipients: readonly Recipient[];
  readonly files: readonly Upload[];
}

interface SampleFile {
  readonly parts: FileNameParts;
  readonly text: string;
}

const sampleUnits: readonly (readonly SampleFile[])[] = readSampleUnits();

function readSampleUnits(): SampleFile[][] {
  const units = new Map<string, SampleFile[]>();
  for (const { name, buffer } of samples('month-v4/plans')) {
    const { parts } = parseFileName(name);
    if (!parts) throw new Error(`${name} is not a standard name`);
    // Latin-1 keeps every byte as it is; digits are never second bytes of MS932.
    const file = { parts, text: buffer.toString('latin1') };
    units.set(parts.serial, [...(units.get(parts.serial) ?? []), file]);
  }
  return [...units.values()];
}

/** Second `at` after 08:00 on 25 September 2026, as a serial. */
function serialOf(at: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `20260925${two(8 + Math.floor(at / 3600))}${two(Math.floor(at / 60) % 60)}${two(at % 60)}`;
}

/**
 * The twelve sample units again and again under new office numbers and serials. Every `round` has serials of its own:
 * nothing is sent twice.
 */
export function schedulesFor(count: number, round: number): Schedules {
  const recipients: Recipient[] = [];
  const files = Array.from({ length: count }, (_, at) => {
    const sample = sampleUnits[at % sampleUnits.length] ?? [];
    const officeNumber = at < sampleUnits.length ? officeOf(sample) : String(1_390_000_000 + at);
    recipients.push({ officeNumber, serviceType: sample[0]?.parts.recipient.serviceType ?? '' });
    return sample.map((file) => addressedTo(officeNumber, serialOf(round * 1000 + at), file));
  }).flat();
  requireSound(files, count);
  return { recipients, files };
}

const officeOf = (sample: readonly SampleFile[]) => sample[0]?.parts.recipient.officeNumber ?? '';

function addressedTo(officeNumber: string, serial: string, { parts, text }: SampleFile): Upload {
  const name = composeFileName({ ...parts, serial, recipient: { ...parts.recipient, officeNumber } });
  const content = text.replaceAll(parts.recipient.officeNumber, officeNumber);
  return { name, mimeType: 'text/csv', buffer: Buffer.from(content, 'latin1') };
}

/** What is measured is the way of good files. */
function requireSound(files: readonly Upload[], count: number): void {
  const checked = checkFiles(files.map(({ name, buffer }) => ({ name, bytes: new Uint8Array(buffer) })));
  const error = checked.findings.find(({ severity }) => severity === 'error');
  if (error || checked.units.length !== count)
    throw new Error(`the made-up files are wrong: ${checked.units.length} units, ${error?.message ?? ''}`);
}

export const bytesOf = (files: readonly Upload[]) => files.reduce((size, { buffer }) => size + buffer.length, 0);
