import type { DirectoryOffice } from '@musubi/contract';
import {
  type Certificate,
  EvidenceError,
  fingerprintWords,
  mayEncryptTo,
  parseCertificate,
  type TrustStore,
  verifyCertificate,
} from '@musubi/evidence';
import type { Directory } from '../hub/directory.js';
import { officeTrust } from '../hub/trust.js';

/** The certificates something for an office may be encrypted to, and why the others the hub names are left out. */
export interface Readers {
  /** Vouched for by a trusted authority, and known to be the office's. */
  readonly certificates: readonly Certificate[];
  /** Vouched for, but neither pinned nor endorsed: nothing is encrypted to them until a person decides. */
  readonly strangers: readonly string[];
  /** Certificates the authorities do not vouch for, with the reason. */
  readonly refusals: readonly EvidenceError[];
}

/** The one judgement of who reads what is encrypted for an office: the hub's list is an offer, nothing more. */
export async function readersFor(directory: Directory, office: DirectoryOffice, at: Date): Promise<Readers> {
  const trust = await officeTrust(await directory.trust());
  const offered = await Promise.all(office.certificates.map(({ certificatePem }) => parseCertificate(certificatePem)));
  const judged = await Promise.all(
    offered.filter(mayEncryptTo).map(async (certificate) => ({
      certificate,
      refusal: await refusalOf(certificate, trust, at),
    })),
  );
  const vouched = judged.flatMap(({ certificate, refusal }) => (refusal ? [] : [certificate]));
  const fingerprints = vouched.map(({ fingerprint }) => fingerprint);
  const { known } = await directory.acquaintance(office, fingerprints, at);
  return {
    certificates: vouched.filter(({ fingerprint }) => known.has(fingerprint)),
    strangers: fingerprints.filter((one) => !known.has(one)),
    refusals: judged.flatMap(({ refusal }) => refusal ?? []),
  };
}

async function refusalOf(certificate: Certificate, trust: TrustStore, at: Date): Promise<EvidenceError | null> {
  try {
    await verifyCertificate(certificate, trust, { at, usage: 'sign' });
    return null;
  } catch (error) {
    if (error instanceof EvidenceError) return error;
    throw error;
  }
}

/** The certificates of an office that may read what is encrypted for it. */
export async function trustedReaders(
  directory: Directory,
  office: DirectoryOffice,
  at: Date,
): Promise<readonly Certificate[]> {
  return (await readersFor(directory, office, at)).certificates;
}

/** Why nothing can be encrypted for an office, for the person who wanted to send. */
export async function whyNobodyReads({ name }: DirectoryOffice, { strangers, refusals }: Readers): Promise<string> {
  if (strangers.length > 0) {
    const words = await Promise.all(strangers.map(wordsOf));
    return `${name}の証明書は新しく、前からの証明書による裏書きがないため、まだ暗号化して送れません。${name}に電話をかけ（番号は手元の名刺や契約書のもの）、証明書の「ことば」を読んでもらってください：${words.join('／')}。同じなら、「設定」の「証明書の確認」（コマンドでは musubi trust）で受け入れてから、送り直してください。違うときは受け入れず、運営者へ電話で知らせてください。`;
  }
  return refusals.some(({ code }) => code === 'MSB-CERT-NOT-ACCEPTED')
    ? `${name}の証明書は、この端末でまだ受け入れていない認証局が発行したものなので、暗号化して送れません。管理者が「設定」の「認証局」（コマンドでは musubi trust）で認証局を確かめて受け入れてから、送り直してください。`
    : `${name}には、暗号化して送れる有効な証明書がありません。証明書を確かめるよう、相手に知らせてください。`;
}

/** A certificate's words as one line. */
export async function wordsOf(fingerprint: string): Promise<string> {
  return (await fingerprintWords(fingerprint)).join('・');
}
