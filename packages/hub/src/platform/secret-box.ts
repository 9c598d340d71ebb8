import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { KeyFolder } from './key-folder.js';

/** Seals short secrets that lie in the database under a key that does not (AES-256-GCM); who has a dump has nothing. */
export interface SecretBox {
  /** `place` says where the secret belongs, e.g. whose it is: sealed for one, it opens for no other. */
  seal(place: string, secret: Uint8Array): Buffer;
  open(place: string, sealed: Uint8Array): Buffer;
}

const FORM = 1;
const NONCE = 12;
const TAG = 16;

export function openSecretBox(folder: KeyFolder): SecretBox {
  const key = Buffer.from(
    folder.keep('secrets.key', () => randomBytes(32).toString('hex')),
    'hex',
  );
  return {
    seal: (place, secret) => {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place));
      return Buffer.concat([Buffer.of(FORM), nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
    },
    open: (place, sealed) => {
      if (sealed[0] !== FORM) throw new Error('a sealed secret of another form');
      const nonce = sealed.subarray(1, 1 + NONCE);
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG });
      decipher.setAAD(Buffer.from(place)).setAuthTag(sealed.subarray(-TAG));
      return Buffer.concat([decipher.update(sealed.subarray(1 + NONCE, -TAG)), decipher.final()]);
    },
  };
}
