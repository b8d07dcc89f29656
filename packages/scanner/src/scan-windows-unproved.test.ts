import { createHmac } from "node:crypto";
import type { ServerResponse } from "node:http";
import { expect, it } from "vitest";
import { failure, type Scanning } from "../test/scanning.ts";
import { scannedWindows } from "../test/windows-scanning.ts";
import { ownerKey } from "./ntlm/login.ts";
import { Rc4 } from "./ntlm/rc4.ts";
import { NtlmSession } from "./ntlm/session.ts";
import { proceed } from "./spnego/tokens.ts";
import { certificateGate, makeCertificate, type SelfSigned } from "./testing/certificate.ts";
import { MEMBER_SERVER, operatingSystem, page, SERVER_2022 } from "./testing/wsman/answers.ts";
import type { WsManCall } from "./testing/wsman/server.ts";
import { SEALED_TYPE, writeSealedBody } from "./wsman/sealed-body.ts";

const gate = certificateGate();

const CREDENTIAL = { username: "CORP\\scan", password: "hunter2" };
const LOGIN = { leave: "leave", in: "let in", untold: "told nobody" } as const;

/** As little as a challenge may hold: it wants all that is needed, and tells nothing of the host. */
function challenge(): Buffer {
  const message = Buffer.alloc(48);
  message.write("NTLMSSP\0", "latin1");
  message.writeUInt32LE(2, 8);
  message.writeUInt32LE(0xe08a8235, 20);
  message.writeUInt32LE(48, 44);
  return message;
}

/** What the other end seals with, by the third message of a login, if it knows the account. */
function sessionOf(authorization: string): NtlmSession {
  const token = Buffer.from(authorization.split(" ")[1] ?? "", "base64");
  const message = token.subarray(token.indexOf("NTLMSSP"));
  const field = (at: number) => {
    const from = message.readUInt32LE(at + 4);
    return message.subarray(from, from + message.readUInt16LE(at));
  };
  const key = ownerKey({ user: "scan", domain: "CORP", password: CREDENTIAL.password });
  const baseKey = createHmac("md5", key).update(field(20).subarray(0, 16)).digest();
  return new NtlmSession(new Rc4(baseKey).apply(field(52)), "server");
}

/** How a host takes the beginning of a login, the login, and what is asked then. */
interface Manner {
  readonly certificate?: SelfSigned | null;
  readonly begin?: (response: ServerResponse) => void;
  readonly end: (response: ServerResponse) => void;
  readonly told?: (response: ServerResponse, asked: number, session: NtlmSession) => void;
}

/** Scans a fixture that takes logins by NTLM in its manner: what came of it, and what its caller was asked and told. */
async function scannedIn({ certificate = null, begin, end, told }: Manner) {
  const events: string[] = [];
  let tokens = 0;
  let asked = 0;
  let session: NtlmSession | undefined;
  const onCall = ({ kind, authorization }: WsManCall, response: ServerResponse) => {
    if (kind === "identify" || (authorization === undefined && session === undefined)) return false;
    if (authorization === undefined) told?.(response, ++asked, session ?? sessionOf(""));
    else if (++tokens === 1) {
      response.statusCode = 401;
      response.setHeader("WWW-Authenticate", `Negotiate ${proceed(challenge()).toString("base64")}`);
      begin?.(response);
      response.end();
    } else {
      session = sessionOf(authorization);
      end(response);
      response.end();
    }
    return true;
  };
  const hooks: Scanning = {
    beforeLogin: async () => {
      events.push(LOGIN.leave);
      return { ok: true };
    },
    onLogin: () => events.push(LOGIN.in),
    onRefusal: (by) => events.push(`refused by ${by}`),
    onUntold: () => events.push(LOGIN.untold),
  };
  const windows = { ntlmWithoutTls: true };
  const asks = { credential: CREDENTIAL, windows, ...hooks };
  const { outcome } = await scannedWindows({ certificate, challenges: ["Negotiate"], onCall }, asks);
  return { outcome, events, tokens };
}

const answers = (status: number) => (response: ServerResponse) => {
  response.statusCode = status;
};

it.each([302, 400, 431, 500, 503])(
  "a fixture that answers %i to a login has neither let it in nor refused it",
  async (status) => {
    const { outcome, events } = await scannedIn({ end: answers(status) });
    expect(outcome).toMatchObject(failure("auth", new RegExp(`answered ${status} to the login by NTLM`)));
    expect(events).toEqual([LOGIN.leave]);
  },
);

it("a fixture that answers the beginning of a login otherwise is told none", async () => {
  const { outcome, events } = await scannedIn({ begin: answers(503), end: answers(200) });
  expect(outcome).toMatchObject(failure("collect", /answered 503 to the beginning of a login/));
  expect(events).toEqual([]);
});

it("a fixture that closes the connection of a login is told none", async () => {
  const begin = (response: ServerResponse) => void response.setHeader("Connection", "close");
  const { outcome, events, tokens } = await scannedIn({ begin, end: answers(200) });
  const warning = expect.stringMatching(/closes the connection in the midst of a login by NTLM\.$/);
  expect(outcome).toMatchObject({ ok: true, warnings: [warning] });
  expect(events).toEqual([]);
  expect(tokens).toBe(1);
});

it("without TLS a fixture's word alone that it let a login in is none", async () => {
  const told = (response: ServerResponse) => response.end(operatingSystem(SERVER_2022));
  const { outcome, events } = await scannedIn({ end: answers(200), told });
  expect(outcome).toMatchObject(failure("auth", /what it said is not sealed/));
  expect(events).toEqual([LOGIN.leave]);
});

it("without TLS a fixture has let a login in once it has sealed what it says", async () => {
  const told = (response: ServerResponse, asked: number, session: NtlmSession) => {
    const text = asked === 1 ? operatingSystem(SERVER_2022) : page("Enumerate", [MEMBER_SERVER]);
    response.setHeader("Content-Type", SEALED_TYPE);
    response.end(writeSealedBody(session.seal(Buffer.from(text)), text.length));
  };
  const { outcome, events } = await scannedIn({ end: answers(200), told });
  expect(outcome).toMatchObject({ ok: true, facts: { name: "WIN-FIXTURE" }, warnings: [] });
  expect(events).toEqual([LOGIN.leave, LOGIN.in]);
});

it.skipIf(gate.skip)(
  gate.title("with TLS the word of a fixture that it let a login in is taken"),
  async () => {
    const told = (response: ServerResponse, asked: number) =>
      response.end(asked === 1 ? operatingSystem(SERVER_2022) : page("Enumerate", [MEMBER_SERVER]));
    const certificate = await makeCertificate();
    const { outcome, events } = await scannedIn({ certificate, end: answers(200), told });
    expect(outcome).toMatchObject({ ok: true, facts: { name: "WIN-FIXTURE" }, warnings: [] });
    expect(events).toEqual([LOGIN.leave, LOGIN.in]);
  },
);
