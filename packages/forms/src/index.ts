export { clientPart, documentOf, type FormOptions, formsOf } from './document.js';
export type { ServiceNameLookup } from './forms/context.js';
export type {
  Bookmark,
  FormDocument,
  FormPage,
  ImageItem,
  LineItem,
  PageItem,
  RectItem,
  Source,
  TextItem,
} from './page.js';
export { BOLD } from './page.js';
export { toSvg } from './svg.js';
