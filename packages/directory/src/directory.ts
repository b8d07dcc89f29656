import { BindRequest } from "ldapts";
import { type Computer, type ComputerQuery, readComputers } from "./computers.ts";
import { Connection } from "./connection.ts";
import { DirectoryError } from "./directory-error.ts";
import { failureOf } from "./result.ts";
import { type Progress, Searches } from "./search.ts";
import { type DirectoryTrust, openSecureSocket, parseAddress } from "./secure-socket.ts";
import { readUnits, type Unit } from "./units.ts";

/** What is borne of a directory, and how long. */
export interface DirectoryLimits {
  /** Entries of one search. */
  readonly entries: number;
  /** Of everything that it sends. */
  readonly bytes: number;
  /** Until it answers, for each step up to the login. */
  readonly connectMs: number;
  /** Between two pieces of what it sends to a search. */
  readonly idleMs: number;
  /** Of everything, from the first connection on. */
  readonly totalMs: number;
}

/** Which directory, who asks, and how far that may go. */
export interface DirectoryOptions extends DirectoryTrust {
  /** `ldaps://dc1.example.com`, or `ldap://…`, which begins with StartTLS. */
  readonly url: string;
  /** `user@example.com`, `EXAMPLE\user`, or a distinguished name. */
  readonly user: string;
  readonly password: string;
  readonly limits?: Partial<DirectoryLimits>;
  readonly pageSize?: number;
  readonly signal?: AbortSignal;
}

/** A directory that has taken a login. */
export interface Directory extends AsyncDisposable {
  /** The computers of a unit. @throws {DirectoryError} */
  computers(query: ComputerQuery, onProgress?: Progress): Promise<readonly Computer[]>;
  /** The organizational units below a base; without one, of the whole domain. @throws {DirectoryError} */
  units(base?: string, onProgress?: Progress): Promise<readonly Unit[]>;
}

const LIMITS: DirectoryLimits = {
  entries: 100_000,
  bytes: 256 * 2 ** 20,
  connectMs: 20_000,
  // Active Directory searches for two minutes at most before it says anything.
  idleMs: 125_000,
  totalMs: 900_000,
};

/** What Active Directory gives at once. */
const PAGE_SIZE = 500;

/**
 * Connects over TLS, makes sure that it is the right directory, and logs in. Referrals to other servers are not followed.
 *
 * @throws {DirectoryError} that says why it cannot, and what to do about it.
 */
export async function openDirectory(options: DirectoryOptions): Promise<Directory> {
  const { user, password, pageSize = PAGE_SIZE } = options;
  const address = parseAddress(options.url);
  // With either of them empty, a directory says yes to whoever asks (RFC 4513, 5.1.2).
  if (user === "" || password === "") {
    throw new DirectoryError("BadInput", "a directory is asked with a name and a password");
  }
  const limits = { ...LIMITS, ...options.limits };
  const timeout = AbortSignal.timeout(limits.totalMs);
  const signal = AbortSignal.any([timeout, ...(options.signal ? [options.signal] : [])]);
  const whyAborted = () =>
    timeout.aborted
      ? new DirectoryError("TimedOut", `the directory took longer than ${limits.totalMs / 1000} s`)
      : new DirectoryError("Aborted", "reading the directory was broken off");
  const early = { bytes: limits.bytes, idleMs: limits.connectMs };
  const socket = await openSecureSocket(address, options, { limits: early, signal }).catch(
    (error: unknown) => {
      throw signal.aborted ? whyAborted() : error;
    },
  );
  const connection = new Connection(socket, early);
  const abort = () => connection.fail(whyAborted());
  signal.addEventListener("abort", abort);
  const close = async () => {
    signal.removeEventListener("abort", abort);
    connection.close();
  };
  const searches = new Searches(connection, { pageSize, entries: limits.entries });
  try {
    if (signal.aborted) throw whyAborted();
    const { message } = await connection.request(new BindRequest({ messageId: 1, dn: user, password }));
    if (message.status !== 0) throw failureOf(message);
    connection.bear(limits.idleMs);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    computers: (query, onProgress) => readComputers(searches, query, onProgress),
    units: (base, onProgress) => readUnits(searches, base, onProgress),
    [Symbol.asyncDispose]: close,
  };
}
