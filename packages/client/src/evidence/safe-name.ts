/** A name from outside can't leave its folder or mean a device. */
export function safeName(name: string): string {
  const cleaned = [...name]
    .map((character) => (/[\\/:*?"<>|]/.test(character) || character < ' ' ? '_' : character))
    .join('');
  const trimmed = cleaned.replace(/^\.+/, '_').slice(0, 120);
  return /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(trimmed) || trimmed === '' ? `_${trimmed}` : trimmed;
}
