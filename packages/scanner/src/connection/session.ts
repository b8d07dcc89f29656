import type { Socket } from "node:net";
import type { Client } from "ssh2";
import { asksForNewPassword } from "../facts/new-password.ts";
import { cleanText } from "../facts/text.ts";
import { codeOf, done, failed, type Step } from "../failure.ts";
import { type HostWords, hostWords } from "../login/host-words.ts";
import type { Login } from "../login/login.ts";
import { presentLogin } from "../login/present.ts";
import { observeHostKey } from "../trust/host-key.ts";
import type { HostKeys } from "../trust/host-keys.ts";
import type { Place, ScanFailure } from "../types.ts";
import type { Watch } from "../watch.ts";
import type { KeySearch } from "./key-search.ts";
import { createClient, OFFER } from "./offer.ts";

/** The most a scan takes from a host, in bytes, whatever it sends, until the reader of an answer takes charge. */
export const MAX_RECEIVED_BYTES = 1024 * 1024;

/** A host that proved to own an accepted key, and accepted the login. */
export interface Session {
  readonly client: Client;
  /** Settles when the host breaks the protocol or the connection. */
  readonly broken: Promise<ScanFailure>;
  /** Whether the connection has ended. */
  readonly isOver: () => boolean;
  /** Lets the host send so many bytes more than it may by itself. */
  readonly allow: (bytes: number) => void;
}

/** What a session needs. */
export interface SessionRequest {
  readonly socket: Socket;
  /** The socket's other end. */
  readonly place: Place;
  readonly login: Login;
  /** Told the host's key as soon as it is seen, unless it is passed over. */
  readonly keys: HostKeys;
  readonly search: KeySearch;
  /** The host has let this login in before in this scan, so that no other leave is needed than to tell it there. */
  readonly again?: boolean;
}

/** Whether the host has sent SSH_MSG_DISCONNECT (RFC 4253, section 11.1): ssh2 gives its reason as the code. */
const isDisconnect = (error: Error): boolean => "code" in error && typeof error.code === "number";

/** Why a connection ended, as the host or the protocol says it, with the number of its reason where it has one. */
function reasonOf(error: Error, words: HostWords): string {
  const text = words(error.message).replace(/\.$/, "");
  const code = "code" in error && error.code !== undefined ? ` (${error.code})` : "";
  // As a part of a sentence, unless it begins with a name.
  return /^[A-Z][a-z]/.test(text)
    ? `${text.charAt(0).toLowerCase()}${text.slice(1)}${code}`
    : `${text}${code}`;
}

const ACTIVITY = {
  kex: "the key exchange",
  auth: "the login",
  collect: "the reading of its system",
} as const;

/**
 * Exchanges keys, judges the host's key and logs in, in this order: nothing of the login, not even its name, is
 * sent to a host whose key was refused.
 *
 * Algorithms are those of {@link OFFER}: no SHA-1 key exchange, no CBC ciphers. A host with nothing better fails at
 * `kex`.
 */
export async function openSession(
  request: SessionRequest,
  watch: Pick<Watch, "phase" | "beforeLogin" | "mayLogIn" | "onLogin" | "onRefusal">,
): Promise<Step<Session>> {
  const { socket, place, login, keys, search } = request;
  const broken = Promise.withResolvers<ScanFailure>();
  const ready = Promise.withResolvers<undefined>();
  let at: keyof typeof ACTIVITY = "kex";

  const enter = (phase: keyof typeof ACTIVITY) => {
    at = phase;
    watch.phase = phase;
  };
  const fail = (phase: ScanFailure["phase"], message: string) => broken.resolve({ phase, message });
  const breakOff = (cause: string) => fail(at, `The connection broke during ${ACTIVITY[at]} (${cause}).`);
  const client = createClient(breakOff);
  const verify = (keyBlob: Buffer): boolean => {
    const key = observeHostKey(keyBlob);
    if (search.passOver(key)) {
      fail("hostkey", "The host is asked for another of its keys.");
      return false;
    }
    const verdict = keys.judge(key);
    if (verdict.verdict === "refuse") fail("hostkey", verdict.message);
    return verdict.verdict !== "refuse";
  };

  const refuse = (message: string) => {
    watch.onRefusal("host");
    fail("auth", message);
  };
  /** The host has taken the login, but does not let anybody in by it. */
  const letIn = (message: string) => {
    if (request.again !== true) watch.onLogin();
    fail("auth", message);
  };
  const expired = (cause: string) =>
    letIn(`The host asks for a new password before it lets the login in${cause && `: ${cause}`}.`);
  const words = hostWords([login.password]);
  /** What the host has said since a secret was presented to it. */
  let said = "";
  const allow = (bytes: number) => {
    most += bytes;
  };
  const permitted = async (asked: Promise<Step<undefined>>) => {
    const permission = await asked.catch((error) => failed(at, `The scan broke off (${codeOf(error)}).`));
    if (!permission.ok) broken.resolve(permission.failure);
    return permission.ok;
  };
  const present = presentLogin(login, {
    mayTell: () => permitted(watch.mayLogIn(place)),
    onUnusable: (message) => fail("auth", message),
    onRefused: (message) => refuse(said === "" ? message : `${message} It said: ${said}`),
    onPartial: letIn,
    onExpired: expired,
    onQuestion: (message) => broken.resolve({ phase: "auth", message, answered: true }),
    words,
  });
  /** The host may have been sent more than a name. */
  let presented = false;
  let begun = request.again === true;
  let over = false;
  let most = MAX_RECEIVED_BYTES;
  let asking = false;
  const presentIfPermitted = async (...[methodsLeft, partial, next]: Parameters<typeof present>) => {
    // Each answer is asked for once: a host that sends more would have as much asked as it likes.
    if (asking) return breakOff("the host answers a login that it was not given");
    // Until it is permitted, a host that breaks off has refused nothing. It may take its time between two ways.
    const asked = begun ? watch.mayLogIn(place) : watch.beforeLogin(place);
    begun = true;
    asking = true;
    const goOn = await permitted(asked);
    asking = false;
    if (!goOn) return;
    enter("auth");
    present(methodsLeft, partial, (way) => {
      presented ||= typeof way === "object" && way.type !== "none";
      next(way);
    });
  };

  enter("kex");
  client
    .on("error", (error) => {
      if (at === "kex") {
        return search.nothingToShow === undefined
          ? breakOff(cleanText(error.message))
          : fail("hostkey", search.nothingToShow);
      }
      const cause = reasonOf(error, words);
      // A server that counts failed logins ends the connection with a reason (RFC 4252, section 4) in place of a refusal.
      if (at !== "auth" || !presented || !isDisconnect(error)) return breakOff(cause);
      if (asksForNewPassword(cause)) expired(cause);
      else refuse(`The host refused the login, and closed the connection: ${cause}.`);
    })
    .on("banner", (text) => {
      if (presented) said = words(`${said} ${text}`);
    })
    // While a command runs its channel closes too, and what it has printed still counts.
    .on("close", () => {
      over = true;
      if (at !== "collect") breakOff("closed by the host");
    })
    .on("change password", (prompt) => expired(words(prompt)))
    .on("ready", () => {
      enter("collect");
      if (request.again !== true) watch.onLogin();
      ready.resolve(undefined);
    })
    .connect({
      sock: socket,
      ident: "Hostscan",
      username: login.username,
      readyTimeout: 0,
      algorithms: { ...OFFER, serverHostKey: search.algorithms },
      debug: search.listen,
      hostVerifier: verify,
      authHandler: (...offer) => {
        presentIfPermitted(...offer).catch((error) => breakOff(codeOf(error)));
      },
    });
  // Connected to ssh2, which paused it: this does not set it flowing.
  socket.on("data", () => {
    if (socket.bytesRead > most) breakOff(`more than ${most} bytes received`);
  });
  return Promise.race([
    ready.promise.then(() => done({ client, broken: broken.promise, isOver: () => over, allow })),
    broken.promise.then((failure) => ({ ok: false, failure }) as const),
  ]);
}
