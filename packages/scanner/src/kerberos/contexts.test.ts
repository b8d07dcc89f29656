import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ConfigurationError } from "./configuration.ts";
import { Contexts } from "./contexts.ts";
import { openDesk } from "./desk.ts";
import { type Gssapi, GssError } from "./gssapi.ts";
import type { KerberosAccount } from "./messages.ts";

/** Where MIT's table of errors begins. */
const TABLE = -1_765_328_384;
const refused = (code: number) => new GssError(TABLE + code, `refused (${code})`);
/** Whatever the files say is read. */
const configuration = { follow: () => undefined };
const [UNKNOWN_SERVICE, REVOKED, TICKET_EXPIRED, TICKET_TO_COME, CLOCK] = [7, 18, 32, 33, 37];

const ACCOUNT: KerberosAccount = { principal: "scan@EXAMPLE", secret: { password: "hunter2" } };

let folder: string;
let told: string[];
/** What goes wrong, in the order of what is asked of the library. */
let faults: { acquire?: Error[]; initiate?: (Error | undefined)[] };
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hostscan-test-contexts-"));
  told = [];
  faults = {};
});
afterEach(() => rm(folder, { recursive: true }));

/** Stands in for the library: credentials are numbered, and contexts tens of thousands above. */
function standIn(ends = true): Gssapi {
  let last = 0n;
  const acquire = async (how: string) => {
    const fault = faults.acquire?.shift();
    if (fault !== undefined) throw fault;
    last += 1n;
    told.push(`${how} ${last}`);
    return last;
  };
  return {
    acquireByPassword: () => acquire("got"),
    acquireFrom: (_, { client_keytab }) => acquire(`got from ${client_keytab.replace(/\/.*\//, " ")} as`),
    lifetime: async () => 3_600,
    async initiate({ credentials, context }) {
      const fault = faults.initiate?.shift();
      if (fault !== undefined) throw fault;
      told.push(`used ${credentials}`);
      return { context: context ?? 1n, token: Buffer.from("token"), done: context !== null && ends };
    },
    peer: () => ({ name: "HTTP/web.example@EXAMPLE", proved: true, sealing: false }),
    seal: (_, text) => ({ signature: Buffer.from("signed"), data: Buffer.from(text) }),
    unseal: (_, sealed) => Buffer.from(sealed),
    releaseCredentials: (credentials) => void told.push(`gave ${credentials} back`),
    releaseContext: () => void told.push("ended"),
  };
}

const begin = (contexts: Contexts, account = ACCOUNT) =>
  contexts.answer({ ask: "begin", account, host: "web.example", binding: undefined });

/** Settles what was begun meanwhile. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

describe("contexts (stand-in for the library)", () => {
  it("are made with the tickets that an account has, which are got once", async () => {
    const contexts = new Contexts(standIn(), folder, 7);
    const both = await Promise.all([begin(contexts), begin(contexts)]);
    expect(both).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ context: 8 }),
        expect.objectContaining({ context: 9 }),
      ]),
    );
    await begin(contexts, { ...ACCOUNT, secret: { password: "other" } });
    expect(told).toEqual(["got 1", "used 1", "used 1", "got 2", "used 2"]);
  });

  it("are made with fresh tickets where the kept ones are not taken any more", async () => {
    const contexts = new Contexts(standIn(), folder, 0);
    const first = await begin(contexts);
    faults.initiate = [refused(TICKET_EXPIRED)];
    expect(await begin(contexts)).toMatchObject({ context: 2 });
    expect(told).toEqual(["got 1", "used 1", "got 2", "used 2"]);
    // Who still has the old ones keeps them until it ends.
    expect(first).toMatchObject({ context: 1 });
    await contexts.answer({ ask: "end", context: 1 });
    await settled();
    expect(told.slice(4)).toEqual(["ended", "gave 1 back"]);
  });

  it("are made with the same fresh tickets where the kept ones are taken from none of two any more", async () => {
    const contexts = new Contexts(standIn(), folder, 0);
    await begin(contexts);
    faults.initiate = [refused(TICKET_EXPIRED), refused(TICKET_EXPIRED)];
    await Promise.all([begin(contexts), begin(contexts)]);
    expect(told).toEqual(["got 1", "used 1", "got 2", "used 2", "used 2"]);
  });

  it("are made with tickets that are forgotten meanwhile, for there are so many accounts", async () => {
    const contexts = new Contexts(standIn(), folder, 0);
    const accounts = Array.from({ length: 201 }, (_, at) => ({ ...ACCOUNT, principal: `scan${at}@EXAMPLE` }));
    await Promise.all(accounts.map((account) => begin(contexts, account)));
    expect(told.filter((line) => line.endsWith("back"))).toEqual([]);
    await contexts.answer({ ask: "end", context: 1 });
    await contexts.answer({ ask: "end", context: 2 });
    // Those of the other accounts are kept.
    expect(told.slice(-3)).toEqual(["ended", expect.stringMatching(/^gave \d+ back$/), "ended"]);
    await begin(contexts, accounts[0]);
    expect(told.filter((line) => line.startsWith("got"))).toHaveLength(202);
  });

  it("are none where the account is refused then", async () => {
    const contexts = new Contexts(standIn(), folder, 0);
    await begin(contexts);
    faults = { initiate: [refused(REVOKED)], acquire: [refused(REVOKED)] };
    await expect(begin(contexts)).rejects.toMatchObject({ kind: "revoked" });
  });

  it("are none where the host is refused, which says nothing of the account", async () => {
    const contexts = new Contexts(standIn(), folder, 0);
    faults.initiate = [refused(REVOKED), undefined, refused(UNKNOWN_SERVICE)];
    await expect(begin(contexts)).rejects.toMatchObject({ kind: "service", message: "refused (18)" });
    await begin(contexts);
    await expect(begin(contexts)).rejects.toMatchObject({ kind: "service" });
    expect(told.filter((line) => line.startsWith("got"))).toEqual(["got 1"]);
    faults.initiate = [refused(TICKET_EXPIRED), refused(REVOKED)];
    await expect(begin(contexts)).rejects.toMatchObject({ kind: "service" });
    for (const pair of [
      [TICKET_EXPIRED, TICKET_TO_COME],
      [CLOCK, CLOCK],
    ]) {
      faults.initiate = pair.map(refused);
      await expect(begin(contexts)).rejects.toMatchObject({ kind: "clock" });
    }
  });

  it("are so many at once, and no more", async () => {
    const contexts = new Contexts(standIn(), folder, 0);
    await Promise.all(Array.from({ length: 10_000 }, () => begin(contexts)));
    await expect(begin(contexts)).rejects.toThrow("too many logins at once");
    await contexts.answer({ ask: "end", context: 1 });
    expect(await begin(contexts)).toMatchObject({ context: 10_001 });
  });

  it("of a realm whose KDC is slow hold up no other realm", async () => {
    const { promise: late, resolve: goOn } = Promise.withResolvers<void>();
    const library = standIn();
    const asked: string[] = [];
    const slow = { ...library };
    slow.acquireByPassword = async (principal, password) => {
      asked.push(principal);
      if (principal.endsWith("@SLOW")) await late;
      return library.acquireByPassword(principal, password);
    };
    const contexts = new Contexts(slow, folder, 0);
    const names = Array.from({ length: 40 }, (_, at) => `scan${at}@SLOW`);
    const begun = names.map((principal) => begin(contexts, { ...ACCOUNT, principal }));
    expect(await begin(contexts)).toMatchObject({ context: 1 });
    expect(asked).toEqual([...names.slice(0, 4), "scan@EXAMPLE"]);
    goOn();
    expect(await Promise.all(begun)).toHaveLength(40);
  });

  it("ask a KDC once more after it has refused", async () => {
    const contexts = new Contexts(standIn(), folder, 0);
    faults.acquire = [refused(24)];
    const both = await Promise.allSettled([begin(contexts), begin(contexts)]);
    expect(both).toMatchObject([{ reason: { kind: "wrong" } }, { reason: { kind: "wrong" } }]);
    expect(await begin(contexts)).toMatchObject({ context: 1 });
  });

  it("are made by a keytab of which no file is left", async () => {
    const contexts = new Contexts(standIn(), folder, 0);
    const account = { principal: "scan@EXAMPLE", secret: { keytab: Buffer.from([5, 2]) } };
    await begin(contexts, account);
    faults.acquire = [refused(REVOKED)];
    await expect(begin(contexts, { ...account, principal: "other@EXAMPLE" })).rejects.toThrow("refused (18)");
    expect(told[0]).toMatch(/^got from FILE: \S+ as 1$/);
    expect(await readdir(folder)).toEqual([]);
  });

  it("are done without a proof where nothing can be sealed", async () => {
    const contexts = new Contexts(standIn(), folder, 0);
    await begin(contexts);
    const stepped = await contexts.answer({ ask: "step", context: 1, token: Buffer.alloc(0) });
    expect(stepped).toEqual({ token: Buffer.from("token"), done: true });
    expect(await contexts.answer({ ask: "unseal", context: 1, sealed: Buffer.from("x") })).toEqual({
      text: Buffer.from("x"),
    });
  });
});

it("a context that is not done yet has proved nothing (stand-in for the library)", async () => {
  const contexts = new Contexts(standIn(false), folder, 0);
  await begin(contexts);
  const stepped = await contexts.answer({ ask: "step", context: 1, token: Buffer.alloc(0) });
  expect(stepped).toEqual({ token: Buffer.from("token"), done: false });
});

describe("a desk (stand-in for the library)", () => {
  it("tells what went wrong, whatever it was", async () => {
    const answer = openDesk({ loading: Promise.resolve(standIn()), folder, after: 0, configuration });
    const asked = (question: Parameters<typeof answer>[0]["question"]) => answer({ id: 1, question });
    expect(await asked({ ask: "seal", context: 5, text: Buffer.alloc(0) })).toMatchObject({
      answer: { ok: false, fault: { kind: "other", text: "there is no such context" } },
    });
    faults.acquire = [new TypeError("a fault of ours")];
    // Not every fault is an error.
    const none = openDesk({ loading: Promise.reject("nothing"), folder, after: 0, configuration });
    expect(await none({ id: 2, question: { ask: "end", context: 1 } })).toEqual({
      id: 2,
      answer: { ok: false, fault: { kind: "missing", text: "unknown error" } },
    });
    expect(await none({ id: 3, question: { ask: "sign" } })).toEqual({
      id: 3,
      answer: { ok: true, value: {} },
    });
    const question = { ask: "begin", account: ACCOUNT, host: "x", binding: undefined } as const;
    expect(await asked(question)).toMatchObject({
      answer: { ok: false, fault: { kind: "other", text: "a fault of ours" } },
    });
    const follow = () => {
      throw new ConfigurationError("it cannot be read");
    };
    const lostFiles = openDesk({
      ...{ loading: Promise.resolve(standIn()), folder, after: 0, configuration: { follow } },
    });
    expect(await lostFiles({ id: 5, question })).toMatchObject({
      answer: { ok: false, fault: { kind: "unreachable", text: "it cannot be read" } },
    });
    // The system's own words name a file of ours.
    const keytab = { ...ACCOUNT, secret: { keytab: Buffer.from([5, 2]) } };
    const absent = { loading: Promise.resolve(standIn()), folder: join(folder, "none"), after: 0 };
    const lost = openDesk({ ...absent, configuration });
    expect(
      await lost({ id: 4, question: { ask: "begin", account: keytab, host: "x", binding: undefined } }),
    ).toMatchObject({ answer: { ok: false, fault: { kind: "other", text: "ENOENT" } } });
  });
});
