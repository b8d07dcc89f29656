import ssh2, { type Connection, type ServerChannel } from "ssh2";
import { describe, expect, it } from "vitest";
import { cisco } from "../../../test/samples/cisco.ts";
import { scanned } from "../../../test/scanning.ts";
import { startFixtureSshServer } from "../../testing/index.ts";
import type { ScanHooks } from "../../types.ts";
import type { Elevation } from "../types.ts";

const SECRET = "the-enable-secret";
const LOGIN_PASSWORD = "7-logs-in-by-this-7";
const USERS = `username admin privilege 15 secret 9 $14$c4n4ry\r\nusername guest privilege 3 password 7 ${SECRET}\r\n`;
const KEY = ssh2.utils.generateKeyPairSync("ecdsa", { bits: 256 }).private;
const COMMAND = "show running-config | include ^username";

/** How a fixture of a router behaves in its shell. */
interface Router {
  /** Without `>` and `#`. */
  readonly name?: string;
  readonly banner?: string;
  /** Whether the banner comes without a prompt, and what follows it once something is typed. */
  readonly later?: string;
  /** Stands behind its prompt. */
  readonly ending?: string;
  /** What it says before it shows that enable was typed. */
  readonly meanwhile?: string;
  readonly privileged?: true;
  /** What it says to `enable`; by default it asks for the password. */
  readonly onEnable?: string;
  /** The password that it takes, and what it says to another. */
  readonly takes?: string;
  readonly refusal?: string;
  /** What it does at the command that shows its users. */
  readonly users?: (channel: ServerChannel) => void;
}

/** Keeps each line that is typed, and answers it as IOS does: it shows what is typed, but for a password. */
function shellOf(router: Router, typed: string[]) {
  const { name = "sw-1", banner = "", ending = "", refusal = "% Access denied\r\n\r\nsw-1>" } = router;
  return (channel: ServerChannel) => {
    let privileged = router.privileged ?? false;
    let asked = false;
    const prompt = () => `${name}${privileged ? "#" : ">"}${ending}`;
    const answer = (line: string) => {
      if (line === COMMAND && router.users !== undefined) {
        typed.push(line);
        router.users(channel);
        return "";
      }
      typed.push(line);
      if (asked) {
        asked = false;
        privileged = line === router.takes;
        return privileged ? `\r\n${prompt()}` : `\r\n${refusal}`;
      }
      if (line === "enable") {
        if (router.meanwhile !== undefined) channel.write(router.meanwhile);
        asked = router.onEnable === undefined;
        return `enable\r\n${router.onEnable ?? "Password: "}`;
      }
      if (line !== COMMAND) return `${line}\r\n${prompt()}`;
      return `${line}\r\n${privileged ? USERS : "% Invalid input detected at '^' marker.\r\n\r\n"}${prompt()}`;
    };
    channel.write(router.later === undefined ? `${banner}\r\n${prompt()}` : banner);
    let line = "";
    if (router.later !== undefined)
      channel.once("data", () => {
        channel.write(`${router.later}`);
        channel.write(`\r\n${prompt()}`);
      });
    channel.on("data", (keys: Buffer) => {
      for (const key of String(keys)) {
        if (key !== "\n") line += key;
        else {
          const said = answer(line);
          if (line === "exit") channel.close();
          else channel.write(said);
          line = "";
        }
      }
    });
  };
}

type Shell = [channel: ServerChannel, connection: Connection];

interface Asked {
  /** Says whether the password may be told. */
  readonly mayTell?: (...shell: Shell) => ReturnType<NonNullable<ScanHooks["mayLogIn"]>>;
  readonly elevate?: Elevation;
  readonly deadlineMs?: number;
  readonly byNone?: true;
}

/** Scans a fixture of a router, and hands out what its users came to, and what was typed in its shell. */
async function usersOf(router: Router, { elevate, deadlineMs = 20_000, byNone, mayTell }: Asked = {}) {
  const typed: string[] = [];
  let shell: Shell | undefined;
  await using host = await startFixtureSshServer({
    password: LOGIN_PASSWORD,
    ...(byNone && { methods: ["none"] }),
    // As IOS, which closes the connection after one command.
    onExec: (channel, connection, command) =>
      channel.write(command === "show version" ? cisco.ios : "% Invalid input\r\n", () => connection.end()),
    onShell: (channel, connection) => {
      shell = [channel, connection];
      shellOf(router, typed)(channel);
    },
  });
  const { username, port } = host;
  const outcome = await scanned({
    port,
    platform: "cisco",
    credential: {
      username,
      ...(byNone ? { privateKey: KEY } : { password: LOGIN_PASSWORD }),
      elevate: elevate ?? { method: "enable", password: SECRET },
    },
    sections: ["users"],
    deadlineMs,
    mayLogIn: async () => (mayTell && shell && typed.at(-1) === "enable" ? mayTell(...shell) : { ok: true }),
  });
  if (!outcome.ok) throw new Error(outcome.failure.message);
  const users = outcome.inventory?.users;
  for (const canary of [SECRET, LOGIN_PASSWORD, "c4n4ry"])
    expect(JSON.stringify(outcome)).not.toContain(canary);
  const told = users?.entries.map(({ name, privilege }) => `${name} ${privilege}`);
  return {
    state: users?.state,
    message: users?.message,
    told,
    typed: typed.filter((line) => line.trim() !== "" && line !== "exit"),
  };
}

const ALL = ["admin CiscoPrivilege_15", "guest CiscoPrivilege_3"];

describe("a fixture of a router at its > prompt", () => {
  it("shows its users after enable with a password of its own", async () => {
    expect(await usersOf({ takes: SECRET })).toEqual({
      state: "collected",
      told: ALL,
      typed: ["enable", SECRET, COMMAND],
    });
  });

  it("shows them after enable with the login's password", async () => {
    const { state, typed } = await usersOf({ takes: LOGIN_PASSWORD }, { elevate: { method: "enable" } });
    expect(state).toBe("collected");
    expect(typed[1]).toBe(LOGIN_PASSWORD);
  });

  it("that enables without a password is told none", async () => {
    const { state, typed } = await usersOf({ privileged: true, onEnable: "sw-1#" });
    expect(state).toBe("collected");
    expect(typed).toEqual([COMMAND]);
  });

  it.each<[string, Router]>([
    ["with blanks and signs", { name: "[core #1] sw/act(a)>x" }],
    ["with enable in it", { name: "enable" }],
    ["that is as long as can be", { name: `${"n".repeat(63)}.${"d".repeat(63)}` }],
    [
      "behind a banner in pieces that end like prompts",
      { banner: "*** Do not enter>", later: "\r\n## sw-1#" },
    ],
    ["behind the page of a banner", { banner: `a\r\n--More--${"\b".repeat(8)}        ${"\b".repeat(8)}` }],
    ["in colours", { name: "\u001b[1msw-1", ending: "\u001b[0m " }],
  ])("of a name %s is enabled", async (_, router) => {
    const { state, told, typed } = await usersOf({ takes: SECRET, ...router });
    expect({ state, told }).toEqual({ state: "collected", told: ALL });
    expect(typed.map((line) => line.trim())).toEqual(["enable", SECRET, COMMAND]);
  });

  it.each<[string, Router, message: string, told: number]>([
    ["refuses", {}, "enable did not take the password: % Access denied", 1],
    [
      "does so in other words",
      { refusal: "% Bad secrets\r\n\r\nsw-1>" },
      "enable did not take the password: % Bad secrets",
      1,
    ],
    ["asks again", { refusal: "Password: " }, "enable did not take the password.", 1],
    ["repeats the password", { refusal: `Not ${SECRET}\r\nsw-1>` }, "enable did not take the password.", 1],
    [
      "has no password",
      { onEnable: "% No password set\r\n\r\nsw-1>" },
      "enable did not make it privileged: % No password set",
      0,
    ],
    [
      "wants one to be set",
      { onEnable: "The enable password is not set.  Please set it now.\r\nEnter  Password: " },
      "enable asks for a password to set: The enable password is not set. Please set it now. Enter Password:",
      0,
    ],
  ])("that %s denies its users, and is not told twice", async (_, router, message, times) => {
    const { typed, ...users } = await usersOf(router);
    expect(users).toEqual({ state: "denied", told: [], message });
    expect(typed.filter((line) => line === SECRET)).toHaveLength(times);
  });

  it.each<[string, Router, message: string]>([
    [
      "shows no prompt",
      { name: "" },
      "The host shows no prompt to type enable at. The host did not answer in time.",
    ],
    [
      "asks for a name",
      { onEnable: "Username: " },
      "enable was not answered. The host did not answer in time.",
    ],
    ["is silent then", { refusal: "" }, "enable was not answered. The host did not answer in time."],
  ])("that %s is given up in time", async (_, router, message) => {
    expect(await usersOf(router, { deadlineMs: 2_500 })).toMatchObject({ state: "denied", message });
  });

  it("is told no password where there is none, or where it cannot be typed", async () => {
    const none = await usersOf({}, { byNone: true, elevate: { method: "enable" } });
    expect(none.message).toBe("enable asks for a password, and the credential has none.");
    const keys = await usersOf({}, { elevate: { method: "enable", password: "a\u0003b" } });
    expect(keys.message).toBe("enable asks for a password, and this one cannot be typed.");
    expect([none.typed, keys.typed]).toEqual([["enable"], ["enable"]]);
  });

  it("is told none where it may not be told any more", async () => {
    const mayTell = async () => ({ ok: false, message: "Not any more." }) as const;
    const { typed, ...users } = await usersOf({ takes: SECRET }, { mayTell });
    expect(users).toMatchObject({ state: "denied", message: "Not any more." });
    expect(typed).toEqual(["enable"]);
  });

  it("that goes on before the password may be told is not told it as a command", async () => {
    const { message, typed } = await usersOf(
      { takes: SECRET },
      {
        mayTell: async (channel, connection) => {
          channel.write("\r\n% Timeout expired!\r\nsw-1>");
          // New keys are exchanged behind it: it has come by then.
          await new Promise<void>((resolve) => connection.rekey(() => resolve()));
          return { ok: true };
        },
      },
    );
    expect(message).toBe("enable did not wait for the password.");
    expect(typed).toEqual(["enable"]);
  });

  it("that shows its prompt once more of itself is not taken to refuse", async () => {
    const meanwhile = "\r\n%SYS-5-CONFIG_I: Configured from console\r\nsw-1>";
    expect(await usersOf({ takes: SECRET, meanwhile })).toMatchObject({ state: "collected", told: ALL });
  });

  it("that ends or says too much once it is privileged fails in its users", async () => {
    const closing = { takes: SECRET, users: (channel: ServerChannel) => channel.close() };
    expect(await usersOf(closing)).toMatchObject({ state: "failed", message: "The host closed its shell." });
    const talking = { takes: SECRET, users: (channel: ServerChannel) => channel.write("x".repeat(70_000)) };
    expect(await usersOf(talking)).toMatchObject({
      state: "failed",
      message: "The host answered more than 65536 bytes.",
    });
  });

  it("that shows none is denied, and its pages are turned", async () => {
    const none = { takes: SECRET, users: (channel: ServerChannel) => channel.write(`${COMMAND}\r\nsw-1#`) };
    expect(await usersOf(none)).toMatchObject({
      state: "denied",
      message: `The host shows no local user to the login by "${COMMAND}".`,
    });
    const paged = (channel: ServerChannel) => {
      channel.write(`${COMMAND}\r\nusername a privilege 15 secret c4n4ry\r\n --More-- `);
      channel.once("data", () =>
        channel.write(`${"\b".repeat(9)}        ${"\b".repeat(9)}username b\r\nsw-1#`),
      );
    };
    expect(await usersOf({ takes: SECRET, users: paged })).toMatchObject({
      state: "collected",
      told: ["a CiscoPrivilege_15", "b CiscoPrivilege_1"],
    });
  });
});

describe("a fixture of a router", () => {
  it("at its # prompt already is not asked to enable, and told nothing", async () => {
    expect(await usersOf({ privileged: true })).toMatchObject({
      state: "collected",
      told: ALL,
      typed: [COMMAND],
    });
  });

  it("that refuses but shows users shows them as denied", async () => {
    const users = (channel: ServerChannel) => channel.write(`${COMMAND}\r\nusername op\r\nsw-1>`);
    expect(await usersOf({ users })).toMatchObject({
      state: "denied",
      message: "enable did not take the password: % Access denied",
      told: ["op CiscoPrivilege_1"],
    });
  });
});
