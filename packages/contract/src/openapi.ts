import { z } from 'zod';
import { problemDocument } from './problem-document.js';
import { PROBLEMS } from './problems.js';
import { ROUTES } from './routes/index.js';
import type { Answer, Body, Route } from './routes/route.js';

type Json = Record<string, unknown>;

/** The OpenAPI 3.1 document of the hub, generated from the route table. */
export function openApiDocument(serverUrl: string): Json {
  const paths: Record<string, Json> = {};
  for (const [name, route] of Object.entries<Route>(ROUTES)) {
    const path = paths[route.path] ?? {};
    path[route.method.toLowerCase()] = operation(name, route);
    paths[route.path] = path;
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Musubi（結）連携基盤 API',
      version: '1.0.0',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description:
        'ケアプランデータを署名・暗号化して事業所間で送り届ける連携基盤の API です。誤りは RFC 9457 の文書で、コードと日本語の説明で返します。',
    },
    servers: [{ url: serverUrl }],
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        terminal: {
          type: 'apiKey',
          in: 'header',
          name: 'Musubi-Terminal',
          description: '端末ID.端末の秘密。ログインした端末でだけトークンが使えます',
        },
      },
      schemas: { Problem: schemaOf(problemDocument, 'output') },
    },
  };
}

function operation(name: string, route: Route): Json {
  return {
    operationId: name,
    summary: route.summary,
    ...(route.access === 'public'
      ? { security: [] }
      : {
          security: [{ token: [], terminal: [] }],
          description: `使える権限: ${route.access.join('、')}${route.freshProof ? '。5分以内に本人であることを確かめた（/v1/session/proof）ときだけ' : ''}`,
        }),
    parameters: [...parameters('path', route.params), ...parameters('query', route.query)],
    ...(route.body === null ? {} : { requestBody: { required: true, content: bodyContent(route.body) } }),
    responses: { [route.status]: success(route.answer), ...problemResponses(route) },
  };
}

function parameters(place: 'path' | 'query', schema: z.ZodObject | undefined): Json[] {
  if (!schema) return [];
  const described = schemaOf(schema, 'input');
  const required = Array.isArray(described.required) ? described.required : [];
  return Object.entries(described.properties ?? {}).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }));
}

function bodyContent(body: Exclude<Body, null>): Json {
  if (body === 'bytes') return { 'application/cms': {} };
  if (body === 'csv') return { 'text/csv': {} };
  if (body !== 'submission') return { 'application/json': { schema: schemaOf(body, 'input') } };
  const binary = (mediaType: string, description: string) => ({
    type: 'string',
    contentMediaType: mediaType,
    description,
  });
  return {
    'multipart/form-data': {
      schema: {
        type: 'object',
        required: ['manifest', 'signature', 'payload'],
        properties: {
          manifest: binary('application/json', '正規化 JSON（RFC 8785）の一覧'),
          signature: binary('application/cms', 'manifest への CMS SignedData（detached）'),
          payload: binary('application/cms', 'CMS AuthEnvelopedData'),
        },
      },
    },
  };
}

function success(answer: Answer): Json {
  if (answer === null) return { description: '完了' };
  const content = {
    bytes: { 'application/cms': {} },
    file: { 'application/octet-stream': {} },
    events: { 'text/event-stream': {} },
    text: { 'text/plain': {} },
    html: { 'text/html': {} },
  };
  if (typeof answer === 'string') return { description: '成功', content: content[answer] };
  return { description: '成功', content: { 'application/json': { schema: schemaOf(answer, 'output') } } };
}

function problemResponses(route: Route): Json {
  const byStatus = new Map<number, string[]>();
  for (const code of route.problems) {
    const { status, title } = PROBLEMS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), `${code}: ${title}`]);
  }
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  const responses: Json = { default: { description: '誤り', content } };
  for (const [status, lines] of byStatus) responses[status] = { description: lines.join('\n'), content };
  return responses;
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { target: 'draft-2020-12', io });
  return described;
}
