import { describe, expect, it } from 'vitest';
import { openApiDocument, PROBLEMS, ROUTES, type Route } from './index.js';

const routes = Object.entries<Route>(ROUTES);

describe('the table of routes', () => {
  it('has no two routes with one method and path', () => {
    const addresses = routes.map(([, route]) => `${route.method} ${route.path.replaceAll(/\{[^}]+\}/g, '{}')}`);
    expect(new Set(addresses).size).toBe(addresses.length);
  });

  it('declares every path parameter', () => {
    for (const [name, route] of routes) {
      const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      expect(Object.keys(route.params?.shape ?? {}), name).toEqual(inPath);
    }
  });

  it('changes nothing by GET and needs a session for everything but signing in, service and public pages', () => {
    const open = routes.filter(([, route]) => route.access === 'public').map(([name]) => name);
    expect(open.sort()).toEqual(
      [
        'apiPages',
        'applicationOptions',
        'apply',
        'certifyApplication',
        'countAreas',
        'confirmMailAddress',
        'certifyDelegation',
        'demo',
        'getDirectoryOffice',
        'health',
        'listFaq',
        'listPublicNotices',
        'listSoftware',
        'login',
        'lookUpTicket',
        'machineToken',
        'metrics',
        'openApi',
        'openApplication',
        'openLink',
        'openDelegation',
        'readiness',
        'recoverPassword',
        'recoverUserId',
        'refreshSession',
        'submitTicket',
        'sendApplicationLink',
        'takeOverAccount',
        'searchDirectory',
        'setPasswordByLink',
        'takeOverDelegation',
        'trust',
        'unsubscribe',
        'unsubscribeOneClick',
      ].sort(),
    );
  });

  it('gives each problem a status, a sentence and an action', () => {
    for (const [code, problem] of Object.entries(PROBLEMS)) {
      expect(code).toMatch(/^MSB-[A-Z]+(-[A-Z]+)*$/);
      expect(problem.status).toBeGreaterThanOrEqual(400);
      expect(problem.title, code).toMatch(/。$/);
      expect(problem.action, code).toMatch(/。$/);
    }
  });
});

describe('the OpenAPI document', () => {
  const document = JSON.parse(JSON.stringify(openApiDocument('https://localhost:8443')));

  it('describes every route under its own operation id', () => {
    const operations = Object.values<Record<string, { operationId: string }>>(document.paths)
      .flatMap((path) => Object.values(path))
      .map(({ operationId }) => operationId);
    expect(operations.sort()).toEqual(Object.keys(ROUTES).sort());
  });

  it('names the version and says which routes need a session', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(document.paths['/v1/transmissions'].get.security).toEqual([{ token: [], terminal: [] }]);
    expect(document.paths['/healthz'].get.security).toEqual([]);
  });

  it('describes list filters as optional query parameters', () => {
    const parameters: { name: string; required: boolean }[] = document.paths['/v1/transmissions'].get.parameters;
    expect(parameters.filter(({ required }) => required).map(({ name }) => name)).toEqual(['box']);
  });
});
