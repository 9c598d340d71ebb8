/**
 * The one table of import arrows between rooms. The test command refuses what it does not list,
 * and ARCHITECTURE.md prints it. A room is a package; `mayImport` names workspace rooms,
 * `why` is the sentence shown when an import is refused.
 */
export interface Room {
  readonly mayImport: readonly string[];
  readonly why: string;
}

export const ROOMS: Readonly<Record<string, Room>> = {
  standard: {
    mayImport: [],
    why: 'the file standard is pure: the same checks run in the browser, the CLI and elsewhere',
  },
  evidence: { mayImport: [], why: 'evidence must verify off line, years later, without the rest of the system' },
  forms: {
    mayImport: ['standard'],
    why: 'forms are drawn the same in the browser and the CLI, from the model alone',
  },
  reference: {
    mayImport: [],
    why: 'public tables know nothing of the system that reads them',
  },
  contract: {
    mayImport: ['standard', 'evidence'],
    why: 'hub and client share shapes through the contract only, so it may know neither of them',
  },
  client: {
    mayImport: ['contract', 'standard', 'evidence'],
    why: 'the client talks to a hub over HTTP only and must not know its insides',
  },
  hub: {
    mayImport: ['contract', 'forms', 'reference', 'standard', 'evidence'],
    why: 'the hub serves every client alike and must not know one of them; it draws forms only for the 利用証明 it signs',
  },
  cli: {
    mayImport: ['client', 'contract', 'forms', 'reference', 'standard', 'evidence', 'hub'],
    why: 'the CLI is a client; the hub is imported lazily in commands/hub only, so that `musubi check` starts fast',
  },
  web: {
    mayImport: ['client', 'contract', 'forms', 'reference', 'standard', 'evidence'],
    why: 'screens hold no rules and reach the hub through the client only',
  },
  testkit: {
    mayImport: ['client', 'contract', 'standard', 'evidence', 'hub'],
    why: 'the testkit wires real parts for tests; nothing but tests may import it',
  },
};
