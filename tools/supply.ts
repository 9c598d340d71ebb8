/**
 * The packages we ship and build with (security.md R45), from package-lock.json alone, so that it works off line:
 * `supplyViolations` for the test command, and `npm run sbom`, which prints a CycloneDX bill of materials.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const locked = z.object({
  name: z.string().optional(),
  version: z.string().optional(),
  license: z.string().optional(),
  integrity: z.string().optional(),
  link: z.boolean().optional(),
  dev: z.boolean().optional(),
  optional: z.boolean().optional(),
  hasInstallScript: z.boolean().optional(),
});
const lock = z.object({ packages: z.record(z.string(), locked) });
const manifest = z.object({
  name: z.string(),
  version: z.string(),
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
  allowScripts: z.record(z.string(), z.boolean()).default({}),
});

/** Licences that let us ship under Apache-2.0; MPL-2.0 asks for changes to its own files only, and we make none. */
const LICENCES = new Set(
  '0BSD Apache-2.0 BlueOak-1.0.0 BSD-2-Clause BSD-3-Clause ISC MIT MIT-0 MPL-2.0 OFL-1.1 Unlicense'.split(' '),
);
/** Packages whose licence stands in their own files only. */
const READ_BY_US: Readonly<Record<string, string>> = { 'png-js': 'MIT' };

/** Whether a licence expression can be fulfilled: one of its alternatives, all of its parts. */
const isFine = (expression: string): boolean =>
  expression
    .replace(/^\((.*)\)$/, '$1')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((one) => LICENCES.has(one)));

interface Component {
  readonly path: string;
  readonly name: string;
  readonly entry: z.output<typeof locked>;
}

const read = (root: string, path: string): unknown => JSON.parse(readFileSync(join(root, path), 'utf8'));

/** Packages from the registry, as the lock file has them. */
function components(root: string): Component[] {
  return Object.entries(lock.parse(read(root, 'package-lock.json')).packages).flatMap(([path, entry]) => {
    const [, name] = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path) ?? [];
    return name && !entry.link ? [{ path, name, entry }] : [];
  });
}

/** Packages of which another licence, no digest, or an install script was let in, and versions that are not pinned. */
export function supplyViolations(root: string): string[] {
  const own = manifest.parse(read(root, 'package.json'));
  const ofComponents = components(root).flatMap(({ path, name, entry }) => {
    const licence = entry.license ?? READ_BY_US[name];
    return [
      ...(licence && isFine(licence) ? [] : [`${path}: licence ${licence ?? 'unknown'}`]),
      ...(entry.integrity ? [] : [`${path}: no digest in package-lock.json`]),
      ...(entry.hasInstallScript && !entry.optional && !own.allowScripts[name]
        ? [`${path}: runs a script when installed`]
        : []),
    ];
  });
  const rooms = Object.keys(lock.parse(read(root, 'package-lock.json')).packages).filter((path) =>
    /^packages\/[^/]+$/.test(path),
  );
  const ofRooms = ['', ...rooms].flatMap((room) => {
    const { dependencies, devDependencies, optionalDependencies } = manifest.parse(
      read(root, join(room, 'package.json')),
    );
    return Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
      .filter(([, range]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(range))
      .map(([name, range]) => `${join(room, 'package.json')}: ${name} is not pinned (${range})`);
  });
  return [...ofComponents, ...ofRooms];
}

/** The bill of materials: CycloneDX 1.5, JSON. It has no date and no serial number, so that the same lock gives the same. */
export function billOfMaterials(root: string): object {
  const { name, version } = manifest.parse(read(root, 'package.json'));
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { component: { type: 'application', name, version, 'bom-ref': `${name}@${version}` } },
    components: components(root).map(({ path, name: own, entry }) => ({
      type: 'library',
      'bom-ref': path,
      name: own,
      version: entry.version,
      purl: `pkg:npm/${own.replace('@', '%40')}@${entry.version}`,
      scope: entry.dev ? 'excluded' : entry.optional ? 'optional' : 'required',
      licenses: [{ expression: entry.license ?? READ_BY_US[own] ?? 'NOASSERTION' }],
      hashes: (entry.integrity ?? '').split(' ').flatMap((one) => {
        const [, bits, digest] = /^sha(256|384|512)-(.+)$/.exec(one) ?? [];
        return bits && digest ? [{ alg: `SHA-${bits}`, content: Buffer.from(digest, 'base64').toString('hex') }] : [];
      }),
    })),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  console.log(JSON.stringify(billOfMaterials(dirname(dirname(fileURLToPath(import.meta.url)))), null, 2));
