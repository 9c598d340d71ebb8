/** Both numbers of a person: each municipality gives its own 被保険者番号, so one alone may be two people's (rules.md 6). */
export interface ClientNumbers {
  readonly insurerNumber: string;
  readonly insuredNumber: string;
}

/** A client as one text: 保険者番号 and 被保険者番号, joined by a space. */
export function clientKey({ insurerNumber, insuredNumber }: ClientNumbers): string {
  return `${insurerNumber} ${insuredNumber}`;
}

/** A client whom some files name; files kept by earlier versions do not say the insurer. */
export interface KnownClient {
  readonly insurerNumber: string | null;
  readonly insuredNumber: string;
  readonly name: string | null;
}

/** As `clientKey`; a client whose insurer nobody said is one of its own. */
export function knownClientKey({ insurerNumber, insuredNumber }: KnownClient): string {
  return clientKey({ insurerNumber: insurerNumber ?? '', insuredNumber });
}

/**
 * Looks up names among known clients: by insurer and number. 住所地特例 (the service office corrects the insurer by hand)
 * is why the number alone counts too, but only where one person has it among all that are known.
 */
export function clientNames(known: Iterable<KnownClient>): (client: KnownClient) => string | null {
  const byNumber = new Map<string, Map<string, string | null>>();
  for (const { insurerNumber, insuredNumber, name } of known) {
    const people = byNumber.get(insuredNumber) ?? new Map<string, string | null>();
    byNumber.set(insuredNumber, people.set(insurerNumber ?? '', name ?? people.get(insurerNumber ?? '') ?? null));
  }
  return ({ insurerNumber, insuredNumber, name }) => {
    if (name) return name;
    const people = byNumber.get(insuredNumber) ?? new Map<string, string | null>();
    const own = people.get(insurerNumber ?? '');
    if (own) return own;
    const named = [...people].filter(([, one]) => one !== null);
    const [only] = named;
    const others = [...people.keys()].filter((insurer) => insurer !== '' && insurer !== insurerNumber);
    return named.length === 1 && others.length <= 1 && only ? only[1] : null;
  };
}
