/** 21000 → 21,000円; nothing to pay is said in words. */
export function yen(price: number): string {
  return price === 0 ? '無料' : `${price.toLocaleString('ja-JP')}円`;
}
