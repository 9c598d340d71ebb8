/** 12,345 */
export const count = (value: number) => value.toLocaleString('ja-JP');

/** +1,234, -56, 0 */
export const signed = (value: number) => `${value > 0 ? '+' : ''}${count(value)}`;
