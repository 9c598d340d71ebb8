import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The words with which openssl makes keys. */
export const KEYS = {
  'p-256': 'EC -pkeyopt ec_paramgen_curve:P-256',
  'p-384': 'EC -pkeyopt ec_paramgen_curve:P-384',
  'p-521': 'EC -pkeyopt ec_paramgen_curve:P-521',
  secp256k1: 'EC -pkeyopt ec_paramgen_curve:secp256k1',
  brainpool: 'EC -pkeyopt ec_paramgen_curve:brainpoolP256r1',
  ed25519: 'ED25519',
  'rsa-1024': 'RSA -pkeyopt rsa_keygen_bits:1024',
  'rsa-2048': 'RSA -pkeyopt rsa_keygen_bits:2048',
  'rsa-pss': 'RSA-PSS -pkeyopt rsa_keygen_bits:2048',
} as const;

export interface Wish {
  /** Name of the issuer made before; itself when left out. */
  readonly by?: string;
  readonly key?: keyof typeof KEYS;
  readonly subject?: string;
  /** Lines of an extension section. */
  readonly extensions?: readonly string[];
  /** Further arguments for signing. */
  readonly sign?: string;
  /** The string types that openssl may write names in. */
  readonly strings?: 'utf8only' | 'nombstr' | 'default';
  /** Takes the key of another one. */
  readonly keyOf?: string;
}

export const CA = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign'];
export const OFFICE = ['basicConstraints=critical,CA:FALSE', 'keyUsage=critical,digitalSignature,keyEncipherment'];

/** Authorities and certificates made by openssl alone, in a folder that lives as long as the test file. */
export class OpensslAuthority {
  readonly folder = mkdtempSync(join(tmpdir(), 'musubi-openssl-'));
  #serial = 1;

  close(): void {
    rmSync(this.folder, { recursive: true });
  }

  run(args: readonly string[]): { ok: boolean; text: string } {
    const { status, stdout, stderr } = spawnSync('openssl', args, { cwd: this.folder });
    return { ok: status === 0, text: `${stdout}${stderr}` };
  }

  must(command: string): string {
    const { ok, text } = this.run(command.split(' '));
    if (!ok) throw new Error(`openssl ${command}: ${text}`);
    return text;
  }

  read(file: string): Uint8Array {
    return new Uint8Array(readFileSync(join(this.folder, file)));
  }

  pem(name: string): string {
    return readFileSync(join(this.folder, `${name}.pem`), 'utf8');
  }

  write(file: string, content: string | Uint8Array): void {
    writeFileSync(join(this.folder, file), content);
  }

  /** Makes NAME.key and NAME.pem and returns the certificate as PEM. */
  make(name: string, wish: Wish = {}): string {
    const { by = name, key = 'p-256', subject = `/CN=${name}`, extensions = by === name ? CA : OFFICE } = wish;
    const keyFile = `${wish.keyOf ?? name}.key`;
    if (!wish.keyOf) this.must(`genpkey -algorithm ${KEYS[key]} -out ${keyFile}`);
    this.write('req.cnf', `[req]\ndistinguished_name=dn\nstring_mask=${wish.strings ?? 'utf8only'}\nutf8=yes\n[dn]\n`);
    const request = [
      'req',
      '-new',
      '-utf8',
      '-config',
      'req.cnf',
      '-key',
      keyFile,
      '-subj',
      subject,
      '-out',
      `${name}.csr`,
    ];
    const made = this.run(request);
    if (!made.ok) throw new Error(made.text);
    this.write(`${name}.ext`, `[e]\n${extensions.join('\n')}\n`);
    const issuer = by === name ? `-signkey ${keyFile}` : `-CA ${by}.pem -CAkey ${this.#keyFile(by)}.key`;
    const extra = wish.sign ? ` ${wish.sign}` : '';
    this.must(
      `x509 -req -in ${name}.csr ${issuer} -set_serial ${this.#serial++} -days 3650 -extfile ${name}.ext -extensions e -out ${name}.pem${extra}`,
    );
    if (wish.keyOf) this.#keys.set(name, wish.keyOf);
    return this.pem(name);
  }

  readonly #keys = new Map<string, string>();

  #keyFile(name: string): string {
    return this.#keys.get(name) ?? name;
  }

  /** Asks `openssl verify` about a certificate. */
  verify(
    name: string,
    anchor: string,
    between: readonly string[] = [],
    more: readonly string[] = [],
  ): { ok: boolean; text: string } {
    const untrusted = between.flatMap((one) => ['-untrusted', `${one}.pem`]);
    return this.run([
      'verify',
      '-purpose',
      'smimesign',
      '-CAfile',
      `${anchor}.pem`,
      ...untrusted,
      ...more,
      `${name}.pem`,
    ]);
  }

  /** A revocation list of an authority as PEM, with the lines of an extension section. */
  revocationList(
    by: string,
    options: { extensions?: readonly string[]; sections?: string; args?: string; revoked?: string } = {},
  ): string {
    const config = [
      '[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\ncrlnumber=crlnumber\ndefault_md=sha256\ncrl_extensions=x',
      `[x]\n${(options.extensions ?? []).join('\n')}`,
      options.sections ?? '',
    ];
    this.write('ca.cnf', config.join('\n'));
    this.write('crlnumber', '01\n');
    this.write('index.txt', options.revoked ?? '');
    const key = this.#keyFile(by);
    const args = options.args ?? '-crldays 30';
    this.must(`ca -gencrl -config ca.cnf -cert ${by}.pem -keyfile ${key}.key ${args} -out ${by}.crl`);
    return readFileSync(join(this.folder, `${by}.crl`), 'utf8');
  }
}
