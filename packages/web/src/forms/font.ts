import fontUrl from '@expo-google-fonts/noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf?url';

/** The font that PDFs embed: an asset of its own, fetched when the first PDF is made. */
export async function loadFont(): Promise<Uint8Array> {
  const answer = await fetch(fontUrl);
  if (!answer.ok) throw new TypeError(`the font answers ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}
