import { EvidenceError } from '../problems.js';
import type { Certificate } from './certificate.js';
import type { GeneralName } from './extensions.js';
import { isWithin, nameKey } from './names.js';

/** Tags of GeneralName (RFC 5280 4.2.1.6). */
const KIND = { mail: 0x81, dns: 0x82, directory: 0xa4 } as const;
const KNOWN: readonly number[] = Object.values(KIND);

/**
 * Refuses a certificate whose names lie outside what an authority above it may name (RFC 5280 4.2.1.10). A constraint on a
 * kind of name that we can't judge is refused where the certificate has such a name.
 */
export function requirePermittedNames(certificate: Certificate, issuer: Certificate): void {
  const { nameConstraints: constraints, fingerprint } = issuer;
  if (!constraints) return;
  for (const name of namesOf(certificate)) {
    const permitted = constraints.permitted.filter(({ tag }) => tag === name.tag);
    const excluded = constraints.excluded.filter(({ tag }) => tag === name.tag);
    if (permitted.length + excluded.length > 0 && !KNOWN.includes(name.tag))
      throw new EvidenceError('MSB-CERT-UNHANDLED', `constraint on names of kind ${name.tag}`);
    const isOutside = permitted.length > 0 && !permitted.some((one) => covers(one, name));
    if (isOutside || excluded.some((one) => covers(one, name)))
      throw new EvidenceError('MSB-CERT-NAME-NOT-PERMITTED', fingerprint);
  }
}

function namesOf({ subjectKey, subjectDer, alternativeNames }: Certificate): GeneralName[] {
  return subjectKey.length > 0
    ? [{ tag: KIND.directory, content: subjectDer }, ...alternativeNames]
    : [...alternativeNames];
}

function covers(constraint: GeneralName, name: GeneralName): boolean {
  if (name.tag === KIND.directory) return isWithin(nameKey(name.content), nameKey(constraint.content));
  const [text, limit] = [name, constraint].map(({ content }) =>
    new TextDecoder('latin1').decode(content).toLowerCase(),
  );
  if (text === undefined || limit === undefined) return false;
  if (name.tag === KIND.dns) return limit === '' || text === limit || text.endsWith(`.${limit}`);
  if (limit.includes('@')) return text === limit;
  const host = text.slice(text.lastIndexOf('@') + 1);
  return limit.startsWith('.') ? host.endsWith(limit) : host === limit;
}
