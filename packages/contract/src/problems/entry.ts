/** One problem a hub may answer with: RFC 9457 status and title, plus what the person should do. */
export interface ProblemEntry {
  readonly status: number;
  /** What happened, in Japanese. */
  readonly title: string;
  /** What to do about it, in Japanese. */
  readonly action: string;
}
