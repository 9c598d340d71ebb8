import multipart from '@fastify/multipart';
import type { AuditAction } from '@musubi/contract';
import type { PackedTransmission } from '@musubi/evidence';
import type { FastifyRequest } from 'fastify';
import { actorOf, recordAudit } from '../audit/index.js';
import type { Certificates } from '../certificates/index.js';
import type { Context } from '../platform/context.js';
import type { Caller, Router } from '../platform/http.js';
import { Problem } from '../platform/problem.js';
import { presentReceipt, receiptsOf } from '../receipts/index.js';
import { confirmHandover, decide, markOpened, recall } from './follow-up.js';
import { listTransmissions } from './list.js';
import { addReaders, readPayload } from './payload.js';
import { presentTransmission, requireTransmission } from './store.js';
import { submit } from './submit.js';

const SMALL_PART = 1024 * 1024;

export async function registerTransmissions(
  router: Router,
  context: Context,
  certificates: Certificates,
): Promise<void> {
  const { database, now, settings } = context;
  const { app, route } = router;
  const looked = (caller: Caller, action: AuditAction, subjectId: string) =>
    recordAudit(database, { at: now(), ...actorOf(caller), action, subjectType: 'transmission', subjectId });
  await app.register(multipart, {
    limits: { fileSize: settings.maxTransmissionBytes + SMALL_PART, files: 3, fields: 0, parts: 3, headerPairs: 20 },
  });

  route('submit', async ({ caller, request, reply }) => {
    const submission = await submit(context, certificates, caller, await readParts(request), request.id);
    if (!submission.created) reply.code(200);
    return submission;
  });
  route('listTransmissions', async ({ caller, query }) => {
    await looked(caller, 'transmissions.listed', query.box);
    return listTransmissions(context, caller, query);
  });
  route('getTransmission', async ({ caller, params }) => {
    await looked(caller, 'transmission.looked-at', params.id);
    return presentTransmission(await requireTransmission(database, caller, params.id, 'either'));
  });
  route('getManifest', async ({ caller, params }) => {
    const row = await requireTransmission(database, caller, params.id, 'either');
    if (row.delivery === 'recalled' && row.senderOffice !== caller.officeNumber)
      throw new Problem('MSB-TRANSMISSION-RECALLED');
    await looked(caller, 'transmission.manifest-read', row.id);
    const [signed] = await database.query<{ manifest: Buffer; signature: Buffer }>(
      'select manifest, signature from transmissions where bucket = $1 and id = $2',
      [row.bucket, row.id],
    );
    if (!signed) throw new Problem('MSB-NOT-FOUND');
    return { manifest: signed.manifest.toString('base64'), signature: signed.signature.toString('base64') };
  });
  route('getPayload', ({ caller, params }) => readPayload(context, certificates, caller, params.id));
  registerSteps(router, context, certificates);
}

function registerSteps({ route }: Router, context: Context, certificates: Certificates): void {
  const { database, now } = context;
  const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));
  route('addReaders', ({ caller, params, body }) => addReaders(context, caller, params.id, body));
  route('confirmHandover', async ({ caller, params, body }) => {
    const signed = { statement: bytes(body.statement), signature: bytes(body.signature) };
    return { receipts: (await confirmHandover(context, certificates, caller, params.id, signed)).map(presentReceipt) };
  });
  route('markOpened', async ({ caller, params }) => ({
    receipts: (await markOpened(context, certificates, caller, params.id)).map(presentReceipt),
  }));
  route('decide', async ({ caller, params, body }) => ({
    receipts: (await decide(context, certificates, caller, params.id, body)).map(presentReceipt),
  }));
  route('recall', async ({ caller, params }) => ({
    receipts: (await recall(context, certificates, caller, params.id)).map(presentReceipt),
  }));
  route('listReceipts', async ({ caller, params }) => {
    const row = await requireTransmission(database, caller, params.id, 'either');
    await recordAudit(database, {
      at: now(),
      ...actorOf(caller),
      action: 'receipts.read',
      subjectType: 'transmission',
      subjectId: row.id,
    });
    return { receipts: (await receiptsOf(database, row.bucket, row.id)).map(presentReceipt) };
  });
}

const PARTS = ['manifest', 'signature', 'payload'] as const;

/** Reads the three parts of a submission; anything else in the form is refused. */
async function readParts(request: FastifyRequest): Promise<PackedTransmission> {
  if (!request.isMultipart()) throw new Problem('MSB-REQUEST-MEDIA-TYPE');
  const read = new Map<string, Uint8Array>();
  try {
    for await (const part of request.parts()) {
      const isKnown =
        part.type === 'file' && PARTS.some((name) => name === part.fieldname) && !read.has(part.fieldname);
      if (!isKnown) throw new Problem('MSB-SUBMIT-MALFORMED', { reason: 'parts' });
      read.set(part.fieldname, await part.toBuffer());
    }
  } catch (error) {
    if (error instanceof Problem) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : null;
    throw new Problem(code === 'FST_REQ_FILE_TOO_LARGE' ? 'MSB-SUBMIT-TOO-LARGE' : 'MSB-SUBMIT-MALFORMED', {
      reason: 'parts',
    });
  }
  const [manifest, signature, payload] = PARTS.map((name) => read.get(name));
  if (!manifest || !signature || !payload || manifest.length > SMALL_PART || signature.length > SMALL_PART) {
    throw new Problem('MSB-SUBMIT-MALFORMED', { reason: 'parts' });
  }
  return { manifest, signature, payload };
}
