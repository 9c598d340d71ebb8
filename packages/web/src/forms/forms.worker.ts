import { clientPart, documentOf, type FormDocument, type Source } from '@musubi/forms';
import { accountOf, checkFiles, type SendingUnit } from '@musubi/standard';
import { expose, transfer } from 'comlink';
import { setImportedTables } from '../app/reference.js';
import { loadFont } from './font.js';
import type { FormsApi, MadePdf } from './forms-api.js';
import { loadServiceName } from './service-names.js';

let units: readonly SendingUnit[] = [];
let forms: FormDocument = { title: '', pages: [], bookmarks: [], unreadable: 0 };

function rawValue({ file, record, item }: Source): string | null {
  const origin = units.flatMap(({ files }) => files).find(({ name }) => name === file);
  const column = origin?.layout?.items.find(({ nameJa }) => nameJa === item);
  return column ? (origin?.table?.text(record - 1, column.no) ?? null) : null;
}

/** The font's file and what writes PDF weigh more than all screens together: both come when the first PDF is made. */
async function pdf(client: number | null, onPage: (done: number) => void): Promise<MadePdf> {
  const [{ missingCharacters, toPdf }, font] = await Promise.all([import('@musubi/forms/pdf'), loadFont()]);
  const document = client === null ? forms : clientPart(forms, client);
  const bytes = new Uint8Array(await toPdf(document, font, { onPage }));
  return transfer({ bytes, missing: [...missingCharacters(document, font).keys()] }, [bytes.buffer]);
}

const api: FormsApi = {
  open: async (files, masked, tables) => {
    setImportedTables(tables);
    const serviceName = await loadServiceName();
    const checked = checkFiles(files);
    units = checked.units;
    forms = documentOf(units, { masked, serviceName });
    const { title, pages, bookmarks } = forms;
    const { unused } = accountOf(checked, 'read');
    return { title, sizes: pages.map(({ width, height }) => ({ width, height })), bookmarks, unused };
  },
  pages: (from, until) => forms.pages.slice(from, until),
  rawValue,
  pdf,
};

expose(api);
