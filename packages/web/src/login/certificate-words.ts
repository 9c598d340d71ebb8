import type { OfferedCertificate } from '@musubi/client/browser';
import type { Identity } from '@musubi/evidence';

export interface CertificateTrouble {
  /** Whether the login has no chance with it. */
  readonly blocks: boolean;
  readonly title: string;
  readonly action: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Whole days until the certificate ends; negative when it has ended. */
export function daysLeft({ certificate }: Identity, now: Date): number {
  return Math.floor((certificate.notAfter.getTime() - now.getTime()) / DAY_MS);
}

/** What is wrong with a certificate, as far as the browser alone can tell. */
export function certificateTrouble(identity: Identity, now: Date): CertificateTrouble | null {
  const left = daysLeft(identity, now);
  if (now < identity.certificate.notBefore) {
    return {
      blocks: true,
      title: 'この証明書は、まだ有効期間の前です。',
      action: 'この PC の日付と時刻が合っているか確かめてください。',
    };
  }
  if (left < 0) {
    return {
      blocks: true,
      title: 'この証明書は有効期限が切れています。',
      action: '新しい証明書（.p12／.pfx）を受け取り、「証明書を選び直す」から選んでください。',
    };
  }
  if (left <= 60) {
    return {
      blocks: false,
      title: `証明書の有効期限まで、あと${left}日です。`,
      action: '期限が切れる前に、更新の手続きをしてください。',
    };
  }
  return null;
}

/** 介護保険証明書 and 介護DX証明書 differ by the constant in their subject (landscape.md). */
export function certificateName({ certificate }: Pick<Identity, 'certificate'>): string {
  if (/CarePlanJigyousho/.test(certificate.subject)) return '介護DX証明書';
  return /KaigoJigyousho/.test(certificate.subject) ? '介護保険証明書' : '証明書';
}

/** One of several certificates of a file, so that people can tell them apart. */
export function offeredName({ certificate, name }: OfferedCertificate): string {
  const until = certificate.notAfter.toLocaleDateString('ja-JP');
  const called = name === '' ? '' : `「${name}」`;
  return `${called}${certificateName({ certificate })}（${until}まで有効、番号 ${certificate.fingerprint.slice(0, 8)}）`;
}
