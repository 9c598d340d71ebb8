/** Extensions that belong to what an attachment is; the first is given where a name has none of them. */
const EXTENSIONS: Readonly<Record<string, readonly string[]>> = {
  'application/pdf': ['pdf'],
  'image/jpeg': ['jpg', 'jpeg', 'jpe'],
  'image/png': ['png'],
  'application/msword': ['doc'],
  'application/vnd.ms-excel': ['xls'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx'],
};

/** Given to content nobody vouches for: no program opens it by itself. */
const UNOPENED = '.危険かもしれないファイル';

const LONGEST = 120;

/**
 * A name from outside that can't leave its folder, mean a device or look like something else: without path characters,
 * control and format characters (U+202E turns "fdp.exe" into "exe.pdf"), leading dots, trailing dots and blanks.
 */
export function safeName(name: string): string {
  const cleaned = name
    .normalize('NFC')
    .replaceAll(/[\p{Cf}\p{Co}\p{Cs}]/gu, '')
    .replaceAll(/[\p{Cc}\\/:*?"<>|\u2028\u2029]/gu, '_');
  const trimmed = cutMiddle(cleaned.replace(/^\.+/, '_').replace(/[\s.]+$/u, ''));
  return /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(trimmed) || trimmed === '' ? `_${trimmed}` : trimmed;
}

/** Cuts before the extension, which tells a person more than the end of a long stem. */
function cutMiddle(name: string): string {
  if (name.length <= LONGEST) return name;
  const extension = /\.[^.]{1,10}$/u.exec(name)?.[0] ?? '';
  return name.slice(0, LONGEST - extension.length).replace(/[\s.]+$/u, '') + extension;
}

/** The name an attachment of a known type is sent, shown and saved under: its extension says what it is. */
export function attachmentName(name: string, mediaType: string): string {
  const safe = safeName(name);
  const extensions = EXTENSIONS[mediaType] ?? [];
  const given = /\.([^.]+)$/u.exec(safe)?.[1]?.toLowerCase() ?? '';
  return extensions.includes(given) || extensions.length === 0 ? safe : safeName(`${safe}.${extensions[0]}`);
}

/** The name under which content that may do harm is saved. */
export function unopenedName(name: string): string {
  return `${safeName(name)}${UNOPENED}`;
}
