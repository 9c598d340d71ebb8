/** Public tables of the field: each reader takes a file's text and gives typed rows; nothing here reads files. */
export {};
