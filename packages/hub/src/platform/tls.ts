import { Server } from 'node:https';
import type { SecureContextOptions } from 'node:tls';
import type { Context } from './context.js';
import type { Job } from './jobs.js';
import type { Settings } from './settings.js';

/**
 * The cipher suites of the hub's listener, best first: only those with forward secrecy and authenticated encryption; 256-bit
 * AES-GCM before ChaCha20-Poly1305 before 128-bit AES-GCM, for equal ciphers ECDSA before RSA. The server's order counts,
 * not the client's. The order is our own: R16 asks for that of CRYPTREC's TLS 暗号設定ガイドライン (高セキュリティ型), which could not
 * be opened where this was written; it is to be compared with the guide when it is at hand.
 */
export const CIPHER_SUITES = {
  'TLSv1.3': ['TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256', 'TLS_AES_128_GCM_SHA256'],
  // Only with MUSUBI_ALLOW_TLS12 (R15). The hub's own certificate has an EC key; one put before it may have an RSA key.
  'TLSv1.2': [
    'ECDHE-ECDSA-AES256-GCM-SHA384',
    'ECDHE-RSA-AES256-GCM-SHA384',
    'ECDHE-ECDSA-CHACHA20-POLY1305',
    'ECDHE-RSA-CHACHA20-POLY1305',
    'ECDHE-ECDSA-AES128-GCM-SHA256',
    'ECDHE-RSA-AES128-GCM-SHA256',
  ],
} as const;

export interface Tls {
  readonly key: string;
  readonly cert: string;
}

/** The listener's TLS settings; the same for a renewed certificate. */
export function tlsOptions({ allowTls12 }: Pick<Settings, 'allowTls12'>, { key, cert }: Tls): SecureContextOptions {
  const suites = [...CIPHER_SUITES['TLSv1.3'], ...(allowTls12 ? CIPHER_SUITES['TLSv1.2'] : [])];
  return {
    key,
    cert,
    minVersion: allowTls12 ? 'TLSv1.2' : 'TLSv1.3',
    ciphers: suites.join(':'),
    honorCipherOrder: true,
  };
}

/** Renews the listener's certificate in time: open connections go on, new ones get the new one. */
export function tlsJob(
  server: unknown,
  { settings, now }: Pick<Context, 'settings' | 'now'>,
  { tls, renewTls }: { readonly tls: Tls; renewTls(now: Date): Promise<Tls> },
): Job {
  let shown = tls.cert;
  const run = async () => {
    const renewed = await renewTls(now());
    if (renewed.cert === shown || !(server instanceof Server)) return;
    server.setSecureContext(tlsOptions(settings, renewed));
    shown = renewed.cert;
  };
  return { name: 'renew-tls', everySeconds: 3600, run };
}
