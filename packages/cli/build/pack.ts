import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

const CLI = fileURLToPath(new URL('..', import.meta.url));
const ROOT = join(CLI, '../..');
/** Where the hub looks for files people download. */
const DOWNLOADS = join(CLI, 'dist/downloads');
/** Public tables that commands read. */
const TABLES = ['service-codes.csv'];
const FONT = '@expo-google-fonts/noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf';

/** What the page about downloads says of the package. */
export interface CliPackage {
  readonly file: string;
  readonly version: string;
  readonly bytes: number;
  readonly sha256: string;
}

interface Manifest {
  readonly version: string;
  readonly license?: string;
}

/** Rooms that differ in the package: no hub, and the font and tables lie beside the program. */
const packaged: Plugin = {
  name: 'packaged',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /\/program-hub\.js$/ }, () => ({ path: join(CLI, 'build/program-hub.ts') }));
    onLoad({ filter: /forms[\\/]src[\\/]node[\\/]font\.ts$/ }, () => ({
      contents: `import { readFileSync } from 'node:fs';
        export const readFont = () => new Uint8Array(readFileSync(new URL('./font.ttf', import.meta.url)));`,
    }));
    onLoad({ filter: /reference[\\/]src[\\/]node\.ts$/ }, () => ({
      contents: `import { readFileSync } from 'node:fs';
        export const readTable = (name) => readFileSync(new URL('./' + name, import.meta.url), 'utf8');`,
    }));
  },
};

/**
 * Makes the command an npm package file that needs nothing else: one bundle for Node.js, the forms' font and licences.
 * The same sources give the same bytes, so the digest on the page can be checked by whoever builds it.
 */
export async function packCli(): Promise<CliPackage> {
  const folder = mkdtempSync(join(tmpdir(), 'musubi-cli-'));
  try {
    const version = await writePackage(folder);
    mkdirSync(DOWNLOADS, { recursive: true });
    const isWindows = process.platform === 'win32';
    const quiet = ['--silent', '--ignore-scripts', '--pack-destination', DOWNLOADS];
    execFileSync('npm', ['pack', ...quiet], { cwd: folder, shell: isWindows, stdio: 'ignore' });
    const file = `musubi-cli-${version}.tgz`;
    const bytes = readFileSync(join(DOWNLOADS, file));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const described = { file, version, bytes: bytes.length, sha256 };
    writeFileSync(join(DOWNLOADS, 'cli.json'), `${JSON.stringify(described, null, 2)}\n`);
    return described;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes what the package file holds into a folder, where `musubi.mjs` runs as it is; returns its version. */
export async function writePackage(folder: string): Promise<string> {
  const { version }: Manifest = JSON.parse(readFileSync(join(CLI, 'package.json'), 'utf8'));
  const { metafile } = await build({
    entryPoints: [join(CLI, 'src/main.ts')],
    outdir: join(folder, 'lib'),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    outExtension: { '.js': '.mjs' },
    // Bundled CommonJS parts ask for Node's own modules by require.
    banner: {
      js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
    },
    legalComments: 'none',
    logLevel: 'error',
    metafile: true,
    plugins: [packaged],
  });
  copyFileSync(createRequire(join(ROOT, 'packages/forms/package.json')).resolve(FONT), join(folder, 'lib/font.ttf'));
  for (const table of TABLES) copyFileSync(join(ROOT, 'packages/reference/data', table), join(folder, 'lib', table));
  writeFileSync(join(folder, 'musubi.mjs'), "#!/usr/bin/env node\nimport './lib/main.mjs';\n", { mode: 0o755 });
  copyFileSync(join(ROOT, 'LICENSE'), join(folder, 'LICENSE'));
  writeFileSync(join(folder, 'THIRD-PARTY.txt'), licencesOf(Object.keys(metafile.inputs)));
  writeFileSync(join(folder, 'README.md'), README);
  const description = 'ケアプランデータ（予定・実績）の点検、送受信、比較、証跡の確認';
  const manifest = { name: 'musubi-cli', version, description, license: 'Apache-2.0', type: 'module' };
  const runs = { bin: { musubi: 'musubi.mjs' }, engines: { node: '>=20.11' } };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ ...manifest, ...runs }, null, 2)}\n`);
  return version;
}

const README = `# musubi

ケアプランデータ（予定・実績）の点検、送受信、比較、証跡の確認をするコマンドです。Node.js 20.11 以上で動きます。

    npm install -g ./musubi-cli-<版>.tgz
    musubi check 10月分/
    musubi --help

連携基盤（hub）は含まれていません。
`;

/** The licences of every package whose code is in the bundle, and of the font. */
function licencesOf(inputs: readonly string[]): string {
  const names = inputs.flatMap((path) => {
    const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];
    return name && !name.startsWith('@musubi/') ? [name] : [];
  });
  const parts = [...new Set([...names, '@expo-google-fonts/noto-sans-jp'])].sort().map((name) => {
    const folder = join(ROOT, 'node_modules', name);
    const file = readdirSync(folder).find((one) => /^(licen[cs]e|copying)/i.test(one));
    const text = file ? readFileSync(join(folder, file), 'utf8').trim() : '';
    const { version, license = '' }: Manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return `${name} ${version}（${license}）\n\n${text}`;
  });
  const data = ['standard', 'reference'].map((room) =>
    readFileSync(join(ROOT, 'packages', room, 'data/NOTICE.md'), 'utf8').trim(),
  );
  return `${[...data, ...parts].join(`\n\n${'='.repeat(80)}\n\n`)}\n`;
}
