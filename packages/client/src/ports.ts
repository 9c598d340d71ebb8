/** What the client core needs from where it runs: Node has adapters in src/node, browsers will have theirs. */

export interface HttpRequest {
  readonly method: string;
  /** Path with query, e.g. /v1/transmissions?box=inbox. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
  /** The answer is a long file: a transport that can leaves it to the browser instead of holding it in memory. */
  readonly asFile?: true;
}

export interface HttpAnswer {
  readonly status: number;
  /** Empty when the answer is in `file`. */
  readonly body: Uint8Array;
  readonly file?: Blob;
}

/** A way to the hub. Rejects with a ConnectionFailure only. */
export interface Transport {
  /** The hub's address as it is connected to, e.g. https://musubi.example.jp: whom an assertion is signed for. */
  readonly origin: string;
  request(request: HttpRequest): Promise<HttpAnswer>;
  /** Opens a stream of text (server-sent events); ends when the signal aborts or the hub closes it. */
  stream(request: HttpRequest, onText: (text: string) => void, signal: AbortSignal): Promise<void>;
}

/**
 * No answer came. `notSent`: the hub surely has not got it; `ambiguous`: it may have. The retry rule reads only this,
 * and a submission may be repeated either way because its id makes it the same one.
 */
export class ConnectionFailure extends Error {
  override readonly name = 'ConnectionFailure';
  constructor(
    readonly kind: 'notSent' | 'ambiguous' | 'refusedCertificate',
    detail: string,
  ) {
    super(detail);
  }
}

/** Durable small files by path; writing is atomic: a path holds the old or the new bytes, never a part. */
export interface FileStore {
  list(folder: string): Promise<string[]>;
  read(path: string): Promise<Uint8Array | null>;
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** Writes the files of a new folder, below it by their paths, so that it exists whole or not at all. */
  writeFolder(folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<void>;
  move(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
}
