import { applicationRoutes } from './applications.js';
import { certificateRoutes } from './certificates.js';
import { delegationRoutes } from './delegations.js';
import { directoryRoutes } from './directory.js';
import { draftRoutes } from './drafts.js';
import { licenceRoutes } from './licences.js';
import { officeRoutes, operatorRoutes } from './offices.js';
import { operateRoutes } from './operate.js';
import { operatorActRoutes } from './operator-acts.js';
import { overviewRoutes } from './overview.js';
import { mailRoutes, peopleRoutes } from './people.js';
import { guideRoutes, noticeRoutes, ticketRoutes } from './public.js';
import { referenceRoutes } from './reference.js';
import { serviceRoutes } from './service.js';
import { sessionRoutes } from './sessions.js';
import { transmissionRoutes } from './transmissions.js';

/** The one table of routes: the hub registers them, the client calls them, OpenAPI is generated from them. */
export const ROUTES = {
  ...sessionRoutes,
  ...officeRoutes,
  ...peopleRoutes,
  ...mailRoutes,
  ...operatorRoutes,
  ...operateRoutes,
  ...operatorActRoutes,
  ...transmissionRoutes,
  ...draftRoutes,
  ...overviewRoutes,
  ...noticeRoutes,
  ...guideRoutes,
  ...ticketRoutes,
  ...directoryRoutes,
  ...referenceRoutes,
  ...serviceRoutes,
  ...applicationRoutes,
  ...certificateRoutes,
  ...licenceRoutes,
  ...delegationRoutes,
} as const;

export type RouteName = keyof typeof ROUTES;
