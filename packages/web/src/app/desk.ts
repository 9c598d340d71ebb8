import {
  ContentStore,
  Drafts,
  type FileStore,
  HubConnection,
  HubProblem,
  HubTrust,
  isSessionOver,
  KnownPeople,
  loginPerson,
  OfficeDocuments,
  Outbox,
  problemCodeOf,
  renewingTransport,
  SharedDrafts,
  type Transport,
  UnsavedDrafts,
} from '@musubi/client';
import {
  addIdentity,
  type BrowserDatabase,
  browserTokens,
  clearSession,
  createBrowserFileStore,
  createFetchTransport,
  keepIdentity,
  loadIdentities,
  loadSession,
  loadTerminal,
  officeStore,
  openBrowserDatabase,
  removeIdentity,
  type StoredTerminal,
  saveSession,
  saveTerminal,
  terminalKey,
} from '@musubi/client/browser';
import { PROBLEMS, ROUTES, type Session } from '@musubi/contract';
import type { Identity, Pkcs12Content } from '@musubi/evidence';
import { certificateUse } from '../words/offices.js';
import { type Connection, watchConnection } from './connection.js';
import { clearLocalStorage } from './local-storage.js';

/** What screens draw from; a new object whenever something changed. */
export interface DeskState {
  readonly session: Session | null;
  readonly identities: readonly Identity[];
  /** What each certificate is for, by its fingerprint, as far as this browser knows: its subject says nothing. */
  readonly uses: ReadonlyMap<string, string>;
  /** Whose certificate each is, of those of agents (代行), by its fingerprint: they have a user id for each office. */
  readonly users: ReadonlyMap<string, string>;
  readonly connection: Connection;
  /** Why the session ended by itself, to be said at the next login. */
  readonly ended: HubProblem | null;
  /** Set while the hub asks whether it is still they: the answer says whether they showed it. */
  readonly proving: ((isProven: boolean) => void) | null;
}

export interface LoginInput {
  readonly identity: Identity;
  readonly userId: string;
  readonly password: string;
  readonly officeUserId?: string | undefined;
  readonly oneTimeCode?: string | undefined;
  readonly terminalName: string;
  /** A demo hub handed the key out itself and is new each time: what an earlier one named says nothing. */
  readonly isDemo?: boolean;
}

const ENDED = 'MSB-DELEGATION-ENDED';
const IDLE = 'MSB-AUTH-EXPIRED';
const PROOF = 'MSB-AUTH-PROOF-REQUIRED';
const WHO = 'session/who.json';
const SIGNER = 'session/signer';
const officeOf = (fingerprint: string) => `terminal/office-of/${fingerprint}`;
const encode = (text: string) => new TextEncoder().encode(text);
const USES = 'terminal/use-of/';
const USERS = 'terminal/user-of/';
/** Why a session that ended should be spoken of at the login screen. */
const endOf = (answer: Awaited<ReturnType<Transport['request']>>): HubProblem | null =>
  problemCodeOf(answer) === ENDED ? new HubProblem(ENDED, answer.status, PROBLEMS[ENDED].action, null, null) : null;
/** What goes at logout; the terminal's name and proof stay, and what waits to be sent or saved. */
const CLEARED_AT_LOGOUT = ['content', 'index', 'cache', 'reference'] as const;

/** Everything one browser has of Musubi: keys, session, hub, boxes. Made once per page; screens subscribe to its state. */
export class Desk {
  readonly hub: HubConnection;
  /** The authorities this browser goes by for the signed-in office; kept at logout, as the certificate is. */
  readonly trust: HubTrust;
  /** The people of the signed-in office this browser knows; kept at logout too. */
  readonly people: KnownPeople;
  /** What belongs to the signed-in office. */
  readonly files: FileStore;
  readonly outbox: Outbox;
  readonly waiting: Drafts;
  readonly contents: ContentStore;
  readonly unsaved: UnsavedDrafts;
  /** What was typed into forms and not sent yet, by form (see kept.ts). */
  readonly kept = new Map<string, unknown>();
  #keptFor: string | null = null;
  #endedOffice: string | null = null;
  #state: DeskState;
  readonly #listeners = new Set<() => void>();

  private constructor(
    readonly database: BrowserDatabase,
    /** What belongs to the terminal: session, its own name and proof, unfinished renewals. */
    readonly terminalFiles: FileStore,
    identities: readonly Identity[],
  ) {
    this.#state = {
      session: null,
      identities,
      uses: new Map(),
      users: new Map(),
      connection: 'online',
      ended: null,
      proving: null,
    };
    const watched = watchConnection(createFetchTransport(location.origin), (connection) => this.#set({ connection }));
    this.hub = new HubConnection(
      this.#proving(this.#endingAt401(renewingTransport(watched, browserTokens(terminalFiles)))),
      () => null,
    );
    const files = officeStore(terminalFiles, () => this.#officeNumber());
    this.files = files;
    this.trust = new HubTrust(this.hub, files);
    this.people = new KnownPeople(this.hub, files);
    this.outbox = new Outbox(files);
    this.waiting = new Drafts(files, this.outbox);
    this.contents = new ContentStore(files);
    this.unsaved = new UnsavedDrafts(files);
  }

  static async open(): Promise<Desk> {
    const database = await openBrowserDatabase();
    const files = createBrowserFileStore(database, await terminalKey(database));
    const desk = new Desk(database, files, await loadIdentities(database));
    desk.#set(await desk.#names());
    await desk.#resume();
    return desk;
  }

  get state(): DeskState {
    return this.#state;
  }

  /** The session ended by itself, in the middle of work: whoever worked will want to go on. */
  get wasCutOff(): boolean {
    return this.#state.session === null && this.#endedOffice !== null;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #set(change: Partial<DeskState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }

  #officeNumber(): string {
    // A session that ended by itself leaves its office: what was typed is still saved for it, sealed.
    const office = this.#state.session?.office.officeNumber ?? this.#endedOffice;
    if (office === null) throw new TypeError('nobody is signed in');
    return office;
  }

  /** The identities, the one that signed in first: a browser may hold certificates of several offices. */
  async #identities(): Promise<Identity[]> {
    const bytes = await this.terminalFiles.read(SIGNER);
    const signer = bytes ? new TextDecoder().decode(bytes) : null;
    const isSigner = ({ certificate }: Identity) => certificate.fingerprint === signer;
    const all = await loadIdentities(this.database);
    return [...all.filter(isSigner), ...all.filter((one) => !isSigner(one))];
  }

  /** Goes on where this browser was: asks the hub who we are or, without a hub, takes what was known last. */
  async #resume(): Promise<void> {
    if (!(await loadSession(this.terminalFiles))) return;
    try {
      await this.#entered(await this.hub.call('currentSession', {}));
    } catch (error) {
      if (error instanceof HubProblem && error.status === 401) return; // the login screen says so
      const known = await this.terminalFiles.read(WHO);
      const identities = await this.#identities();
      if (known)
        this.#set({
          identities,
          session: ROUTES.currentSession.answer.parse(JSON.parse(new TextDecoder().decode(known))),
        });
    }
  }

  async #entered(session: Session): Promise<void> {
    const before = this.#state.session?.account;
    const hasLostReading = before?.agent?.mayReceive === true && session.account.agent?.mayReceive === false;
    if (before?.userId === session.account.userId && hasLostReading)
      for (const folder of CLEARED_AT_LOGOUT) await this.files.remove(folder);
    // What one person typed is not for the next.
    if (this.#keptFor !== session.account.userId) this.kept.clear();
    this.#keptFor = session.account.userId;
    this.#endedOffice = session.office.officeNumber;
    await this.terminalFiles.write(WHO, new TextEncoder().encode(JSON.stringify(session)));
    this.#set({ session, ended: null, identities: await this.#identities() });
  }

  async login({ identity, terminalName, isDemo = false, ...person }: LoginInput): Promise<Session> {
    const { fingerprint } = identity.certificate;
    const terminal = { ...(await this.#terminalOf(fingerprint, terminalName)), name: terminalName };
    const answer = await loginPerson(this.hub, identity, { ...person, terminal }, new Date());
    const secret = answer.terminalSecret ?? terminal.secret;
    const { officeNumber } = answer.session.office;
    const own = officeStore(this.terminalFiles, () => officeNumber);
    await saveTerminal(own, { ...terminal, secret });
    const trust = new HubTrust(this.hub, own);
    if (isDemo) await trust.forget();
    await trust.load(); // the first time, the authorities are pinned
    // An agent's certificate is of one account; who used the office's own is for nobody to see after the logout.
    const { agent, userId } = answer.session.account;
    const use = certificateUse(answer.session);
    await this.nameCertificate(fingerprint, use, officeNumber, agent ? userId : undefined);
    await this.#forgetOtherOffice(answer.session);
    await this.terminalFiles.write(SIGNER, encode(fingerprint));
    await saveSession(this.terminalFiles, {
      token: answer.token,
      refreshToken: answer.refreshToken,
      terminal: `${terminal.id}.${secret}`,
    });
    await this.#entered(answer.session);
    return answer.session;
  }

  /** To the hub this browser is one terminal for each office that uses it; which one the certificate tells. */
  async #terminalOf(fingerprint: string, name: string): Promise<StoredTerminal> {
    const known = await this.terminalFiles.read(officeOf(fingerprint));
    const officeNumber = known ? new TextDecoder().decode(known) : 'unknown';
    return loadTerminal(
      officeStore(this.terminalFiles, () => officeNumber),
      name,
    );
  }

  /** What another office opened here is not ours to see. */
  async #forgetOtherOffice({ office }: Session): Promise<void> {
    const known = await this.terminalFiles.read(WHO);
    const before = known ? ROUTES.currentSession.answer.safeParse(JSON.parse(new TextDecoder().decode(known))) : null;
    if (!before?.success || before.data.office.officeNumber === office.officeNumber) return;
    const theirs = officeStore(this.terminalFiles, () => before.data.office.officeNumber);
    for (const folder of CLEARED_AT_LOGOUT) await theirs.remove(folder);
  }

  /** After a change of the account, e.g. a new password or second factor. */
  async refreshSession(): Promise<void> {
    await this.#entered(await this.hub.call('currentSession', {}));
  }

  /** Ends the session and clears everything that was opened here; certificates stay, `next` is offered first then. */
  async logout(next?: string): Promise<void> {
    try {
      await this.hub.call('logout', {});
    } finally {
      await this.leave(next);
    }
  }

  /** Ends the session because nobody is here; what was typed stays, sealed, for the next login. */
  async lock(): Promise<void> {
    if (!this.#state.session) return;
    await this.hub.call('logout', {}).catch(() => {}); // off line, or over on the hub already
    await this.#endSession(new HubProblem(IDLE, PROBLEMS[IDLE].status, PROBLEMS[IDLE].action, null, null));
  }

  async #endSession(problem: HubProblem | null): Promise<void> {
    if (!this.#state.session) return;
    await clearSession(this.terminalFiles);
    this.#state.proving?.(false);
    this.#set({ session: null, ended: problem });
  }

  /** Clears this browser after a logout, here or in another tab; `next` is the certificate to sign in with. */
  async leave(next?: string): Promise<void> {
    this.kept.clear();
    await this.#clear();
    if (next) await this.terminalFiles.write(SIGNER, encode(next));
    this.#endedOffice = null;
    clearLocalStorage();
    this.#set({ session: null, ended: null, identities: await this.#identities() });
  }

  async #clear(): Promise<void> {
    if (this.#state.session) for (const folder of CLEARED_AT_LOGOUT) await this.files.remove(folder);
    await this.terminalFiles.remove('session');
  }

  /** `fingerprint` says which certificate, where the file holds several. */
  async addCertificate(file: Uint8Array, password: string, fingerprint: string | null = null): Promise<Identity> {
    return this.#added(await addIdentity(this.database, file, password, fingerprint));
  }

  /** Keeps a certificate whose key this browser made. */
  async keepCertificate(content: Pkcs12Content): Promise<Identity> {
    return this.#added(await keepIdentity(this.database, content));
  }

  async #added(identity: Identity): Promise<Identity> {
    const earlier = this.#state.identities[0];
    const isNew = earlier && earlier.certificate.fingerprint !== identity.certificate.fingerprint;
    if (isNew) await this.terminalFiles.write(`renewal/${identity.certificate.fingerprint}`, new Uint8Array([1]));
    this.#set({ identities: await this.#identities() });
    return identity;
  }

  /** Remembers whose certificate one is and what for, so that people find it among others at the next login. */
  async nameCertificate(fingerprint: string, use: string, officeNumber: string, userId?: string): Promise<void> {
    await this.terminalFiles.write(officeOf(fingerprint), encode(officeNumber));
    await this.terminalFiles.write(`${USES}${fingerprint}`, encode(use));
    if (userId !== undefined) await this.terminalFiles.write(`${USERS}${fingerprint}`, encode(userId));
    this.#set(await this.#names());
  }

  async #names(): Promise<Pick<DeskState, 'uses' | 'users'>> {
    return { uses: await this.#noted(USES), users: await this.#noted(USERS) };
  }

  /** What a folder says of each certificate. */
  async #noted(folder: string): Promise<ReadonlyMap<string, string>> {
    const noted = new Map<string, string>();
    for (const { certificate } of this.#state.identities) {
      const bytes = await this.terminalFiles.read(`${folder}${certificate.fingerprint}`);
      if (bytes) noted.set(certificate.fingerprint, new TextDecoder().decode(bytes));
    }
    return noted;
  }

  async removeCertificate(fingerprint: string): Promise<void> {
    await removeIdentity(this.database, fingerprint);
    this.#set({ identities: await this.#identities() });
  }

  /** What the office's terminals share, sealed for the office. */
  documents(): OfficeDocuments {
    const { session, identities } = this.#state;
    if (!session) throw new TypeError('drafts belong to a signed-in office');
    return new OfficeDocuments(this.hub, this.trust, identities, session.office.officeNumber, () => new Date());
  }

  sharedDrafts(): SharedDrafts {
    return new SharedDrafts(this.documents());
  }

  #proof: Promise<boolean> | null = null;

  /** Asks for a fresh proof where the hub wants one (factors, addresses, certificates, people); then sends again. */
  #proving(transport: Transport): Transport {
    const ask = () =>
      new Promise<boolean>((resolve) => this.#set({ proving: resolve })).finally(() => {
        this.#proof = null;
        this.#set({ proving: null });
      });
    return {
      ...transport,
      request: async (request) => {
        const answer = await transport.request(request);
        if (answer.status !== PROBLEMS[PROOF].status || problemCodeOf(answer) !== PROOF) return answer;
        this.#proof ??= ask();
        return (await this.#proof) ? transport.request(request) : answer;
      },
    };
  }

  /** A session that ended on the hub ends here too: the login screen comes up, nothing typed is lost. */
  #endingAt401(transport: Transport): Transport {
    return {
      ...transport,
      request: async (request) => {
        const isLogin = request.path === ROUTES.login.path && request.method === ROUTES.login.method;
        try {
          const answer = await transport.request(request);
          if (!isLogin && isSessionOver(answer)) await this.#endSession(endOf(answer));
          return answer;
        } catch (error) {
          if (error instanceof HubProblem && error.status === 401 && !isLogin) await this.#endSession(error);
          throw error;
        }
      },
    };
  }
}
