/** The token behind the # of a link from a mail: browsers never send it to a server by themselves. */
export function tokenOfAddress(): string {
  return location.hash.slice(1);
}
