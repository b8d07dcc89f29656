import { describe, expect, it } from "vitest";
import { done, failed as failedAt, type Step } from "../failure.ts";
import type { KerberosFaultKind } from "../kerberos/faults.ts";
import type { Kerberos } from "../kerberos/kerberos.ts";
import { der } from "../spnego/der.ts";
import type { ScanCredential } from "../types.ts";
import type { WsManResponse } from "./http.ts";
import { openLine, type WsManLine } from "./line.ts";
import { logIn, type WindowsDoor } from "./log-in.ts";
import type { LoginEnd } from "./negotiate.ts";
import type { Scheme } from "./schemes.ts";

/** SPNEGO's answer with a mechanism's message, which is empty. */
const MORE = "Negotiate oQcwBaIDBAEA";

const response = (status: number, ...challenges: readonly string[]): WsManResponse => ({
  ...{ status, challenges },
  type: undefined,
  body: Buffer.alloc(0),
});

/** Answers each request like this; the last one again and again. */
function lineThat(...answers: readonly WsManResponse[]): WsManLine {
  let asked = 0;
  const send = async () => done(answers[Math.min(asked++, answers.length - 1)] ?? response(500));
  const connect = async () => done(undefined);
  return { connect, send, goOn: send, isOpen: () => true, binding: () => undefined, hangUp: () => undefined };
}

const EMPTY = Buffer.alloc(0);
const MEMBER = "HTTP/web.example@EXAMPLE";

type Question = Parameters<Kerberos["ask"]>[0];

/** Answers what Kerberos is asked, but for what goes wrong. */
function speaker(
  wrong: Partial<Record<Question["ask"], KerberosFaultKind>> = {},
  asked: string[] = [],
  isDone = true,
) {
  const values = {
    begin: { context: 1, token: EMPTY },
    step: { token: EMPTY, done: isDone, proved: MEMBER },
    seal: { signature: EMPTY, data: EMPTY },
    unseal: { text: EMPTY },
    end: {},
    sign: {},
  };
  const kerberos: Kerberos = {
    async ask({ ask }) {
      asked.push(ask);
      const kind = wrong[ask];
      return kind === undefined
        ? { ok: true, value: values[ask] }
        : { ok: false, fault: { kind, text: "in its words" } };
    },
    close: async () => undefined,
  };
  return kerberos;
}

/** Logs in where this is different, and hears what the caller is told. */
async function loggedIn(
  {
    mayLogIn = async () => done(undefined),
    ...different
  }: Partial<WindowsDoor> & {
    readonly credential?: ScanCredential;
    readonly mayLogIn?: () => Promise<Step<undefined>>;
  },
  offered: readonly Scheme[] = ["Negotiate"],
): Promise<{ end: LoginEnd; told: string[] }> {
  const told: string[] = [];
  const door: WindowsDoor = {
    line: lineThat(response(200, MORE)),
    place: { address: "192.0.2.1", port: 5985 },
    name: "web.example",
    secured: false,
    credential: { username: "scan@example.com", password: "hunter2" },
    windows: { kerberos: speaker() },
    mustProve: undefined,
    proved: () => done(undefined),
    ...different,
  };
  const watch = {
    phase: "collect",
    beforeLogin: async () => {
      told.push("leave");
      return done(undefined);
    },
    mayLogIn,
    onLogin: () => told.push("let in"),
    onRefusal: (by: string) => told.push(`refused by ${by}`),
    onUntold: () => told.push("told nobody"),
  } as const;
  return { end: await logIn(door, offered, "", { ...watch, phase: "collect" }), told };
}

const failed = (phase: string, message: RegExp) => ({
  kind: "failed",
  failure: { phase, message: expect.stringMatching(message) },
});

describe("a login (fixture of a line, stand-in for Kerberos)", () => {
  it.each<[string, Partial<WindowsDoor>]>([
    [
      "the credential holds neither a password nor a keytab",
      { credential: { username: "scan@example.com" } },
    ],
    ["Kerberos is not spoken here", { windows: {} }],
    ["Kerberos knows hosts by their DNS names alone", { name: undefined }],
  ])("is not possible by Kerberos where %s", async (reason, door) => {
    const { end, told } = await loggedIn(door);
    expect(end).toEqual({ kind: "unusable", reason: `it takes Negotiate; ${reason}` });
    expect(told).toEqual([]);
  });

  it("goes by the scheme that is offered, and lets go of its context", async () => {
    const asked: string[] = [];
    const windows = { kerberos: speaker({}, asked) };
    const line = lineThat(response(200, MORE.replace("Negotiate", "Kerberos")));
    const { end, told } = await loggedIn({ windows, line }, ["Kerberos", "Basic"]);
    expect(told).toEqual(["leave", "let in"]);
    if (end.kind === "in") await end.close?.();
    expect(asked).toEqual(["begin", "step", "end"]);
  });

  it.each<[Question["ask"], KerberosFaultKind, string, RegExp, string[]]>([
    ["begin", "crashed", "collect", /has ended in the midst/, ["leave"]],
    ["begin", "other", "kdc", /^Kerberos failed: in its words\.$/, ["leave", "told nobody"]],
    ["begin", "unstarted", "collect", /did not start \(in its words\)\.$/, ["leave", "told nobody"]],
    ["begin", "wrong", "auth", /^The KDC of example\.com refused/i, ["leave", "refused by kdc"]],
    ["step", "clock", "kdc", /the clock here and those of EXAMPLE\.COM differ/, ["leave"]],
    ["step", "crashed", "collect", /has ended in the midst/, ["leave"]],
    ["step", "other", "hostkey", /has not proved by Kerberos that it is web\.example/, ["leave"]],
  ])("fails where it is asked to %s and that is %s, at %s", async (ask, kind, phase, message, events) => {
    const { end, told } = await loggedIn({ windows: { kerberos: speaker({ [ask]: kind }) } });
    expect(end).toMatchObject(failed(phase, message));
    expect(told).toEqual(events);
  });

  it.each<[KerberosFaultKind, string, RegExp, string[]]>([
    ["crashed", "collect", /has ended in the midst/, ["leave"]],
    ["other", "auth", /^The host refused the login by Kerberos\.$/, ["leave", "refused by host"]],
  ])("fails where the host wants more and that is %s, at %s", async (kind, phase, message, events) => {
    const windows = { kerberos: speaker({ step: kind }) };
    const { end, told } = await loggedIn({ windows, line: lineThat(response(401, MORE)) });
    expect(end).toMatchObject(failed(phase, message));
    expect(told).toEqual(events);
  });

  it.each<[KerberosFaultKind, RegExp]>([
    ["clock", /the clock here and those of EXAMPLE\.COM differ/],
    ["ticket", /the host cannot read what EXAMPLE\.COM gives for HTTP\/web\.example/],
  ])("is refused by nobody where the host says of the ticket: %s", async (kind, message) => {
    const windows = { kerberos: speaker({ step: kind }) };
    const { end, told } = await loggedIn({ windows, line: lineThat(response(401, MORE)) });
    expect(end).toMatchObject({ kind: "unusable", failure: { phase: "kdc" } });
    expect(end).toHaveProperty("failure.message", expect.stringMatching(message));
    expect(told).toEqual(["leave", "told nobody"]);
  });

  it("leaves its permit to others where the next way told nobody anything either", async () => {
    const windows = { kerberos: speaker({ begin: "unreachable" }), ntlmWithoutTls: true };
    const { end, told } = await loggedIn({ windows, line: lineThat(response(500)) });
    expect(end).toMatchObject(failed("collect", /^The host answered 500 to the beginning of a login\.$/));
    expect(told).toEqual(["leave", "told nobody"]);
  });

  it("is told again with each question by Basic only where that is still let", async () => {
    let lets = 2;
    const mayLogIn = async () => (lets-- > 0 ? done(undefined) : failedAt("denied", "Not any more."));
    const credential = { username: "scan", password: "x" };
    const { end } = await loggedIn({ secured: true, credential, mayLogIn }, ["Basic"]);
    const { ask } = end.kind === "in" ? end : expect.fail("it is not let in");
    expect([await ask(""), await ask(""), await ask("")]).toMatchObject([
      { ok: true },
      { ok: true },
      { ok: false, failure: { phase: "denied", message: "Not any more." } },
    ]);
  });

  it("is told nobody by Basic where the line is lost meanwhile", async () => {
    const connect = async () => failedAt("tcp", "It is gone.");
    const line = { ...lineThat(response(200)), connect };
    const credential = { username: "scan", password: "x" };
    const { end, told } = await loggedIn({ secured: true, credential, line }, ["Basic"]);
    expect(end).toMatchObject(failed("tcp", /^It is gone\.$/));
    expect(told).toEqual(["leave", "told nobody"]);
  });

  it("is refused by a host that answers it with no word of Kerberos", async () => {
    const { end, told } = await loggedIn({ line: lineThat(response(401, "Negotiate AAAA")) });
    expect(end).toMatchObject(failed("auth", /^The host refused the login by Kerberos\.$/));
    expect(told).toEqual(["leave", "refused by host"]);
  });

  it("has an end, whatever the host wants more", async () => {
    const kerberos = speaker({}, [], false);
    const { end } = await loggedIn({ windows: { kerberos }, line: lineThat(response(401, MORE)) });
    expect(end).toMatchObject(failed("collect", /^The host's login by Kerberos does not end\.$/));
  });

  it.each<[Question["ask"], KerberosFaultKind, RegExp]>([
    ["seal", "crashed", /^Kerberos did not seal \(in its words\)\.$/],
    ["unseal", "crashed", /has ended in the midst/],
    ["unseal", "other", /was changed on its way, or is none of its own/],
  ])("is worth nothing more where it is asked to %s and that is %s", async (ask, kind, message) => {
    const sealed = "application/octet-stream\r\n\0\0\0\0--Encrypted Boundary--";
    const line = lineThat(response(200, MORE), {
      ...response(200),
      type: "multipart/encrypted",
      body: Buffer.from(sealed),
    });
    const { end } = await loggedIn({ line, windows: { kerberos: speaker({ [ask]: kind }) } });
    const told = end.kind === "in" ? await end.ask("<s/>") : expect.fail("it is not let in");
    expect(told).toMatchObject({ ok: false, failure: { message: expect.stringMatching(message) } });
  });

  it.each([
    [
      "lets it in before it is told",
      lineThat(response(200)),
      /^The host answered 200 to the beginning of a login/,
    ],
    ["speaks no SPNEGO", lineThat(response(401, "Negotiate AAAA")), undefined],
    ["rejects the offer", lineThat(response(401, "Negotiate oQcwBaADCgEC")), undefined],
  ])("is none by NTLM where the host %s", async (_, line, message) => {
    const windows = { ntlmWithoutTls: true };
    const { end, told } = await loggedIn({ line, windows, credential: { username: "scan", password: "x" } });
    expect(end).toMatchObject(
      message === undefined
        ? { kind: "unusable", reason: expect.stringMatching(/it speaks no NTLM$/) }
        : failed("collect", message),
    );
    expect(told).toEqual([]);
  });

  it("is none by NTLM where the host signs another list than it was offered", async () => {
    const challenge = Buffer.alloc(48);
    challenge.write("NTLMSSP\0\x02", "latin1");
    challenge.writeUInt32LE(0xe28a8233, 20);
    const said = (...fields: readonly Buffer[]) =>
      `Negotiate ${der(0xa1, der(0x30, ...fields)).toString("base64")}`;
    const octets = (field: number, value: Buffer) => der(0xa0 + field, der(4, value));
    const line = lineThat(
      response(401, said(octets(2, challenge))),
      response(200, said(octets(3, Buffer.alloc(16)))),
    );
    const windows = { ntlmWithoutTls: true };
    const { end, told } = await loggedIn({ line, windows, credential: { username: "scan", password: "x" } });
    expect(end).toMatchObject(failed("hostkey", /^The host has not proved that it knows the account\.$/));
    expect(told).toEqual(["leave"]);
  });

  it("is told nowhere else where the line was lost", async () => {
    const dial = async () => ({ ok: false, failure: { phase: "tcp", message: "It is gone." } }) as const;
    const line = openLine(dial, "192.0.2.1:5985");
    const { end, told } = await loggedIn({ line });
    expect(end).toMatchObject(failed("tcp", /^It is gone\.$/));
    expect(told).toEqual(["leave", "told nobody"]);
    expect(await line.goOn({ body: "" })).toMatchObject({
      failure: { message: "The host closed the connection of its login." },
    });
  });
});
