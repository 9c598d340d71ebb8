/** A hub in a process of its own, to be killed: prints one line with its address when it is ready. */
import { startHub } from '@musubi/hub';

const [dataFolder = ''] = process.argv.slice(2);
const hub = await startHub({ settings: { dataFolder, port: 0, logLevel: 'silent' } });
console.log(JSON.stringify({ url: hub.url, caPem: hub.caPem }));
