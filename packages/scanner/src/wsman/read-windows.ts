import { randomUUID } from "node:crypto";
import type { ReportedFacts } from "../facts/facts.ts";
import { cleanText } from "../facts/text.ts";
import { done, failed, type Step } from "../failure.ts";
import type { Place, ScanCredential } from "../types.ts";
import type { Watch } from "../watch.ts";
import { readFault, readIdentity, readOperatingSystem } from "./answers.ts";
import { readBody } from "./envelope.ts";
import { MAX_ANSWER_BYTES, type WsManResponse } from "./http.ts";
import type { WsManLine } from "./line.ts";
import { getOperatingSystem, IDENTIFY, IDENTIFY_HEADER } from "./messages.ts";

/** The ways to log in that WS-Man is known to offer (RFC 7235; MS-WSMV). */
const SCHEMES = ["Basic", "Negotiate", "Kerberos", "NTLM", "CredSSP"] as const;

type Scheme = (typeof SCHEMES)[number];

/** The known schemes among the values of `WWW-Authenticate`. */
export function offeredSchemes(challenges: readonly string[]): readonly Scheme[] {
  return SCHEMES.filter((scheme) => {
    const challenge = new RegExp(`(?:^|,)\\s*${scheme}\\s*(?:$|,|\\s\\S)`, "i");
    return challenges.some((value) => challenge.test(value));
  });
}

/**
 * The `Authorization` of Basic (RFC 7617), or why the credential has none, for people.
 *
 * It is as good as the secret itself: never to be sent but over TLS, to a host whose certificate was accepted.
 */
export function basicAuthorization({
  username,
  password,
}: ScanCredential): { readonly authorization: string } | { readonly missing: string } {
  if (password === undefined) return { missing: "the credential holds no password" };
  // The first colon ends the name: with one in it, something else would be sent than what was meant.
  if (username.includes(":")) return { missing: "the credential's user name holds a colon" };
  return { authorization: `Basic ${Buffer.from(`${username}:${password}`, "utf8").toString("base64")}` };
}

/** What a Windows told, and what is to be known of how it did. */
export interface WindowsReading {
  readonly facts: ReportedFacts;
  readonly warnings: readonly string[];
}

/** How a Windows is asked. */
export interface WindowsQuestion {
  readonly line: WsManLine;
  /** Where WS-Man is reached, as its own requests name it. */
  readonly address: string;
  /** Where its connections go to. */
  readonly place: Place;
  /** Over TLS, with the certificate accepted. A secret is sent over nothing else. */
  readonly secured: boolean;
  readonly credential: ScanCredential;
}

/**
 * Asks a host what Windows it is: first without a login, which tells little; then with one, where the connection is
 * secured and the host takes Basic. Where no login is possible the little has to do, with a warning that says why.
 */
export async function readWindows(
  question: WindowsQuestion,
  watch: Pick<Watch, "phase" | "beforeLogin" | "onLogin" | "onRefusal">,
): Promise<Step<WindowsReading>> {
  const { line, credential, secured } = question;
  watch.phase = "collect";
  const identity = await identify(line);
  if (!identity.ok) return identity;
  const without = (reason: string): Step<WindowsReading> =>
    done({ facts: identity.value, warnings: [`The host was not logged in to: ${reason}.`] });

  if (!secured) return without("it offers WS-Man without TLS only");
  const basic = basicAuthorization(credential);
  if ("missing" in basic) return without(basic.missing);

  const get = { body: getOperatingSystem(question.address, randomUUID(), MAX_ANSWER_BYTES) };
  const unknown = await line.send(get);
  if (!unknown.ok) return unknown;
  if (unknown.value.status !== 401) return readSystem(unknown.value);
  const offered = offeredSchemes(unknown.value.challenges);
  if (!offered.includes("Basic"))
    return without(`it takes no Basic login, but ${offered.join(", ") || "no known one"}`);

  const permitted = await watch.beforeLogin(question.place);
  if (!permitted.ok) return permitted;
  watch.phase = "auth";
  const known = await line.send({ ...get, headers: { Authorization: basic.authorization } });
  if (!known.ok) return known;
  const system = readSystem(known.value);
  if (known.value.status === 401) watch.onRefusal();
  // Let in, too, is an account that may not ask.
  else if (known.value.status === 200 || (!system.ok && system.failure.phase === "auth")) watch.onLogin();
  watch.phase = "collect";
  return system;
}

async function identify(line: WsManLine): Promise<Step<ReportedFacts>> {
  const answer = await line.send({ body: IDENTIFY, headers: IDENTIFY_HEADER });
  if (!answer.ok) return answer;
  const { status, text } = answer.value;
  const identity = status === 200 ? readIdentity(readBody(text)) : undefined;
  if (identity === undefined) {
    return failed("collect", `The host does not identify itself by WS-Man (it answered ${status}).`);
  }
  if ("windows" in identity) return done(identity.windows);
  return failed(
    "collect",
    `The host speaks WS-Man, but is no Windows: it was made by ${cleanText(identity.vendor)}.`,
  );
}

function readSystem({ status, text }: WsManResponse): Step<WindowsReading> {
  if (status === 401) return failed("auth", "The host refused the login by Basic.");
  const body = readBody(text);
  const facts = status === 200 ? readOperatingSystem(body) : undefined;
  if (facts !== undefined) return done({ facts, warnings: [] });
  const fault = readFault(body);
  if (status === 403 || fault === "AccessDenied") {
    return failed("auth", "The host let the login in, but not to its operating system's account.");
  }
  const cause = fault === undefined ? `it answered ${status}` : `${cleanText(fault, 64)}, ${status}`;
  return failed("collect", `The host does not tell by WS-Man what system it runs (${cause}).`);
}
