#!/usr/bin/env node
// The command runs from TypeScript sources (docs/decisions/0001): tsx is registered, then main.ts takes over.
import { register } from 'tsx/esm/api';

register();
await import(new URL('../src/main.ts', import.meta.url).href);
