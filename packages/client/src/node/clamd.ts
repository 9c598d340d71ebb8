import { connect, type NetConnectOpts, type Socket } from 'node:net';
import { type Scan, ScanFailure } from '../attachments/scan.js';

const PATIENCE_MS = 60_000;
const CHUNK = 64 * 1024;
/** clamd answers one short line; more is no clamd. */
const LONGEST_ANSWER = 4096;

/**
 * A scanner that asks clamd (ClamAV) by its INSTREAM command. `place` is the path of its socket, or `host:port`. Whatever
 * is not a clear answer fails (ScanFailure): refused connections, silence, files over clamd's StreamMaxLength.
 */
export function clamdScan(place: string): Scan {
  const address = addressOf(place);
  return async (bytes) => {
    const answer = await ask(address, bytes);
    const found = /^stream: (.+) FOUND$/.exec(answer)?.[1];
    if (found !== undefined) return found;
    if (answer === 'stream: OK') return null;
    throw new ScanFailure(answer === '' ? '答えがありません' : answer);
  };
}

function addressOf(place: string): NetConnectOpts {
  const [, host, port] = /^(?:tcp:\/\/)?(\[[^\]]+\]|[^/:]+):(\d{1,5})$/.exec(place) ?? [];
  return host && port ? { host: host.replace(/^\[|\]$/g, ''), port: Number(port) } : { path: place };
}

/** Sends the bytes in chunks, each with its length in front, an empty one at the end; the answer ends with NUL. */
function ask(address: NetConnectOpts, bytes: Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(address);
    const answer: Buffer[] = [];
    let length = 0;
    const fail = (reason: string) => {
      socket.destroy();
      reject(new ScanFailure(reason));
    };
    socket.setTimeout(PATIENCE_MS, () => fail('時間内に答えがありません'));
    socket.on('error', ({ message }) => fail(message));
    socket.on('data', (data: Buffer) => {
      answer.push(data);
      length += data.length;
      if (length > LONGEST_ANSWER) fail('clamd の答えではありません');
    });
    socket.on('close', () => resolve(Buffer.concat(answer).toString('utf8').replace(/\0.*$/s, '').trim()));
    socket.on('connect', () => stream(socket, bytes));
  });
}

function stream(socket: Socket, bytes: Uint8Array): void {
  socket.write('zINSTREAM\0');
  for (let at = 0; at < bytes.length; at += CHUNK) {
    const chunk = bytes.subarray(at, at + CHUNK);
    socket.write(lengthOf(chunk.length));
    socket.write(chunk);
  }
  socket.write(lengthOf(0));
}

function lengthOf(length: number): Buffer {
  const prefix = Buffer.alloc(4);
  prefix.writeUInt32BE(length);
  return prefix;
}
