import { HubProblem, type IndexedClient } from '@musubi/client';
import type { Session, TrustData } from '@musubi/contract';
import {
  EVIDENCE_ZIP,
  EvidenceError,
  evidenceZip,
  fromBase64,
  type Identity,
  parseReceipt,
  signPdf,
} from '@musubi/evidence';
import type { EvidenceReport, ReportGroup, ReportLine, ReportOffice } from '@musubi/forms';
import { knownClientKey } from '@musubi/standard';
import { wrap } from 'comlink';
import type { Desk } from '../app/desk.js';
import type { Dates } from '../app/preferences.js';
import { csvBytes, csvText } from '../ui/csv.js';
import { inboxState, KIND_NAMES, sentState } from '../words/kinds.js';
import { clientText, proofOf, type RecordEntry, type Wanted } from './collect.js';
import { recordTable } from './record-csv.js';
import type { ReportApi } from './report.worker.js';

/** What a report shows: a table for each client or for each partner, and which clients it may name. */
export interface Chosen {
  readonly by: 'client' | 'partner';
  /** By `knownClientKey`. */
  readonly clients: ReadonlySet<string>;
  /** YYYYMM of what is shown; '' for all. */
  readonly month: string;
}

/** The clients of what was collected, by name. */
export function clientsIn(entries: readonly RecordEntry[]): IndexedClient[] {
  const clients = new Map(entries.flatMap((entry) => entry.clients).map((client) => [knownClientKey(client), client]));
  return [...clients.values()].sort((a, b) => clientText(a).localeCompare(clientText(b), 'ja'));
}

/** A signed report, and what proves its lines: evidence by the transmission's id. */
export interface SignedReport {
  readonly pdf: Uint8Array;
  readonly proofs: ReadonlyMap<string, ReadonlyMap<string, Uint8Array>>;
}

/**
 * The report as a PDF signed by the office's own key, with the receipts it rests on attached. Of clients that were not
 * chosen it says nothing: neither on its pages nor in the attached list.
 */
export async function makeSignedReport(
  desk: Desk,
  all: readonly RecordEntry[],
  wanted: Wanted,
  chosen: Chosen,
  dates: Dates,
  onProgress: (done: number, total: number) => void,
): Promise<SignedReport> {
  const { session, identities } = desk.state;
  const [identity] = identities;
  if (!session || !identity) throw new EvidenceError('MSB-P12-NO-KEY', 'no identity to sign with');
  const entries = chosenEntries(all, chosen);
  const { accepted: trust } = await desk.trust.load();
  const folders = await proofs(desk, entries, trust, onProgress);
  const madeAt = new Date();
  const report = reportOf(entries, { wanted, chosen, session, identity, madeAt, proven: new Set(folders.keys()) });
  const pdf = await inWorker((worker) =>
    worker.pdf(report, {
      madeAt,
      files: [
        {
          name: EVIDENCE_ZIP,
          mediaType: 'application/zip',
          description: '連携基盤が署名した証跡と、送信元が署名した送信内容の一覧',
          bytes: evidenceZip(trust, folders),
        },
        {
          name: 'records.csv',
          mediaType: 'text/csv',
          description: 'この記録の表',
          bytes: csvBytes(csvText(recordTable(entries, dates)), 'utf-8'),
        },
      ],
    }),
  );
  const signing = { signingTime: madeAt, name: session.office.name, reason: '送受信の記録' };
  return { pdf: await signPdf(pdf, identity, signing), proofs: folders };
}

/** Entries naming the chosen clients and no others; those about none of them have no place among clients. */
export function chosenEntries(entries: readonly RecordEntry[], { by, clients: wanted, month }: Chosen): RecordEntry[] {
  const isChosen = (client: IndexedClient) => wanted.has(knownClientKey(client));
  return entries
    .map((entry) => ({ ...entry, clients: entry.clients.filter(isChosen) }))
    .filter(({ clients }) => by === 'partner' || clients.length > 0)
    .filter(({ transmission }) => month === '' || transmission.serviceMonth === month);
}

async function proofs(
  desk: Desk,
  entries: readonly RecordEntry[],
  trust: TrustData,
  onProgress: (done: number, total: number) => void,
): Promise<Map<string, ReadonlyMap<string, Uint8Array>>> {
  const folders = new Map<string, ReadonlyMap<string, Uint8Array>>();
  for (const [at, entry] of entries.entries()) {
    const files = await proofOf(desk, entry, trust).catch((error: unknown) => {
      // The recipient of a recalled transmission is not given its manifest: the report says that it has no proof.
      if (error instanceof HubProblem && error.code === 'MSB-TRANSMISSION-RECALLED') return null;
      throw error;
    });
    if (files) folders.set(entry.transmission.id, files);
    onProgress(at + 1, entries.length);
  }
  return folders;
}

interface Setting {
  readonly wanted: Wanted;
  readonly chosen: Chosen;
  readonly session: Session;
  readonly identity: Identity;
  readonly madeAt: Date;
  readonly proven: ReadonlySet<string>;
}

function reportOf(entries: readonly RecordEntry[], setting: Setting): EvidenceReport {
  const { wanted, chosen, session, identity, madeAt, proven } = setting;
  const groups = chosen.by === 'client' ? byClient(entries, proven) : byPartner(entries, proven);
  const [partner] = wanted.partner === '' ? [] : entries.map(partnerOf);
  const whom = chosen.by === 'client' ? `利用者 ${groups.length}人` : wanted.client ? `利用者「${wanted.client}」` : '';
  const scope = [whom, partner ? `相手 ${partner.name}` : ''].filter(Boolean).join('、');
  const { issuer, fingerprint } = identity.certificate;
  return {
    office: session.office,
    from: wanted.from,
    to: wanted.to,
    scope: scope === '' ? 'すべての送信と受信' : `${scope} に関する送信と受信`,
    groups,
    madeBy: session.account.displayName,
    madeAt: madeAt.toISOString(),
    hubName: hubNameIn(entries),
    certificate: { issuer, fingerprint },
  };
}

function partnerOf({ transmission, isIncoming }: RecordEntry): ReportOffice {
  return isIncoming ? transmission.sender : transmission.recipient;
}

function byClient(entries: readonly RecordEntry[], proven: ReadonlySet<string>): ReportGroup[] {
  const all = clientsIn(entries);
  return all.map((one) => ({
    title: `利用者　${one.name ?? ''}（${numbersText(one, all)}）`,
    lines: entries
      .filter(({ clients }) => clients.some((client) => knownClientKey(client) === knownClientKey(one)))
      .map((entry) => lineOf(entry, proven)),
  }));
}

/** The number of a client; with the insurer where two of them have one number. */
export function numbersText({ insurerNumber, insuredNumber }: IndexedClient, all: readonly IndexedClient[]): string {
  const isShared = all.filter((one) => one.insuredNumber === insuredNumber).length > 1;
  return `${isShared && insurerNumber ? `保険者 ${insurerNumber}、` : ''}被保険者番号 ${insuredNumber}`;
}

function byPartner(entries: readonly RecordEntry[], proven: ReadonlySet<string>): ReportGroup[] {
  const partners = new Map(entries.map(partnerOf).map((partner) => [partner.officeNumber, partner]));
  return [...partners.values()].map(({ name, officeNumber }) => ({
    title: `相手の事業所　${name}（${officeNumber}）`,
    lines: entries
      .filter((entry) => partnerOf(entry).officeNumber === officeNumber)
      .map((entry) => lineOf(entry, proven)),
  }));
}

function lineOf({ transmission, isIncoming, receipts }: RecordEntry, proven: ReadonlySet<string>): ReportLine {
  const { id, kind, serviceMonth, sender, recipient, submittedAt, handedOverAt, handedOverTo, openedAt } = transmission;
  const at = (event: string) => receipts.find((receipt) => receipt.event === event)?.at ?? null;
  return {
    id,
    kind: KIND_NAMES[kind],
    serviceMonth,
    sender,
    recipient,
    sentAt: submittedAt,
    availableAt: at('ContentConsignment'),
    retrievedAt: handedOverAt,
    retrievedBy: handedOverTo,
    openedAt,
    outcome: (isIncoming ? inboxState(transmission) : sentState(transmission)).text,
    outcomeAt: transmission.decidedAt ?? at('Recalled') ?? at('ContentHandoverFailure'),
    hasEvidence: proven.has(id),
  };
}

/** The hub as its receipts call it. */
function hubNameIn(entries: readonly RecordEntry[]): string {
  const [receipt] = entries.flatMap(({ receipts }) => receipts);
  return receipt ? parseReceipt(fromBase64(receipt.receipt)).evidenceIssuer.name : location.host;
}

/** A worker for one report; the next one starts its own, so that font and writer do not stay in memory. */
async function inWorker<T>(work: (worker: ReturnType<typeof wrap<ReportApi>>) => Promise<T>): Promise<T> {
  const thread = new Worker(new URL('./report.worker.ts', import.meta.url), { type: 'module' });
  try {
    return await work(wrap<ReportApi>(thread));
  } finally {
    thread.terminate();
  }
}
