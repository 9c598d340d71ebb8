import type { ServiceNameLookup } from '@musubi/forms';

/**
 * The names of services on the forms of the browser: the one place where a table of service codes comes in. Without a
 * table forms print types and codes.
 */
export const serviceName: ServiceNameLookup = () => null;
