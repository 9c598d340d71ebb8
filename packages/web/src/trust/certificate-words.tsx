import { fingerprintWords } from '@musubi/evidence';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';

/** A certificate's fingerprint as eight words, to be read out on the telephone. */
export function CertificateWords({ fingerprint }: { fingerprint: string }): ReactNode {
  const { data } = useQuery({
    queryKey: ['certificate-words', fingerprint],
    queryFn: () => fingerprintWords(fingerprint),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return <strong className="whole-words">{data?.join('・') ?? '…'}</strong>;
}
