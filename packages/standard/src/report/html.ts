/** A piece of HTML that is safe to put into a page. Only `html` makes one, so nothing gets in unescaped. */
export interface Html {
  readonly markup: string;
}

type Part = string | number | Html | readonly Html[];

/** A template for HTML: texts put into it are escaped, pieces of HTML and lists of them are taken as they are. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const markup = strings.map((string, at) => string + (at < parts.length ? markupOf(parts[at] ?? '') : '')).join('');
  return { markup };
}

function markupOf(part: Part): string {
  if (typeof part === 'string') return escaped(part);
  if (typeof part === 'number') return String(part);
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Control characters are shown as �: HTML can't hold them, and a reader should see that something was there. */
function escaped(text: string): string {
  return [...text].map((character) => ENTITIES[character] ?? (isForbidden(character) ? '\ufffd' : character)).join('');
}

function isForbidden(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  const isControl = code < 0x20 || (code >= 0x7f && code < 0xa0);
  const isLoneSurrogate = code >= 0xd800 && code <= 0xdfff;
  return (isControl && character !== '\n' && character !== '\t') || isLoneSurrogate;
}
