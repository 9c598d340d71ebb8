import { ROUTES, type Submission } from '@musubi/contract';
import type { PackedTransmission } from '@musubi/evidence';
import { type HubConnection, requireSuccess } from './connection.js';

const LINE = '\r\n';

/** The form of a submission: three parts, each a file. */
export function submissionForm({ manifest, signature, payload }: PackedTransmission): {
  body: Uint8Array;
  type: string;
} {
  const boundary = `musubi-${crypto.randomUUID()}`;
  const encoder = new TextEncoder();
  const parts = [
    ['manifest', 'application/json', manifest],
    ['signature', 'application/cms', signature],
    ['payload', 'application/cms', payload],
  ] as const;
  const chunks = parts.flatMap(([name, type, bytes]) => [
    encoder.encode(
      `--${boundary}${LINE}content-disposition: form-data; name="${name}"; filename="${name}"${LINE}content-type: ${type}${LINE}${LINE}`,
    ),
    bytes,
    encoder.encode(LINE),
  ]);
  chunks.push(encoder.encode(`--${boundary}--${LINE}`));
  const body = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.length;
  }
  return { body, type: `multipart/form-data; boundary=${boundary}` };
}

/** Submits a packed transmission. Repeating it is safe: the hub answers with what it accepted the first time. */
export async function submitPacked(hub: HubConnection, packed: PackedTransmission): Promise<Submission> {
  const { body, type } = submissionForm(packed);
  const { method, path, answer } = ROUTES.submit;
  const response = await hub.transport.request({
    method,
    path,
    headers: { ...hub.headers(), 'content-type': type },
    body,
  });
  requireSuccess(response);
  return answer.parse(JSON.parse(new TextDecoder().decode(response.body)));
}
