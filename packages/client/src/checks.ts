/** The checks of files, in a module of their own: a page that only lists does not load them (`await import` asks for it). */
export { checkFiles } from '@musubi/standard';
