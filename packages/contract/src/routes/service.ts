import { z } from 'zod';
import { defineRoutes } from './route.js';

/** What monitors and developers ask of the server itself. */
export const serviceRoutes = defineRoutes({
  health: {
    method: 'GET',
    path: '/healthz',
    summary: '動いているか',
    access: 'public',
    body: null,
    status: 200,
    answer: z.object({ status: z.literal('ok') }),
    problems: [],
  },
  readiness: {
    method: 'GET',
    path: '/readyz',
    summary: 'データベースにつながり、要求を受けられるか',
    access: 'public',
    body: null,
    status: 200,
    answer: z.object({
      status: z.literal('ready'),
      auditLog: z
        .enum(['protected', 'unprotected'])
        .describe('データベースのロールが分かれていて、監査記録を書き換えられないか'),
    }),
    problems: ['MSB-HUB-UNAVAILABLE'],
  },
  metrics: {
    method: 'GET',
    path: '/metrics',
    summary: '測定値（Prometheus。設定した合言葉を Bearer で示したときだけ）',
    access: 'public',
    body: null,
    status: 200,
    answer: 'text',
    problems: [],
  },
  openApi: {
    method: 'GET',
    path: '/openapi.json',
    summary: 'API 仕様（OpenAPI 3.1）',
    access: 'public',
    body: null,
    status: 200,
    answer: z.record(z.string(), z.unknown()),
    problems: [],
    madeOnce: true,
  },
  apiPages: {
    method: 'GET',
    path: '/docs',
    summary: 'API 仕様の読みやすいページ',
    access: 'public',
    body: null,
    status: 200,
    answer: 'html',
    problems: [],
    madeOnce: true,
  },
});
