/** `npm run build`: the web client and the command as a package file, where the hub looks for them. */
import { packCli } from '../packages/cli/build/pack.js';
import { buildWeb } from '../packages/web/build/build.js';

console.log(`連携クライアントを ${await buildWeb()} に作りました。`);
const { file, sha256 } = await packCli();
console.log(`配布用の musubi コマンドを作りました: ${file}（SHA-256 ${sha256}）`);
