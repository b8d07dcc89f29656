import type { ServerChannel } from "ssh2";
import { describe, expect, it } from "vitest";
import { inventoryOf, states } from "../../test/inventory/fixture-host.ts";
import { linux } from "../../test/samples/linux.ts";
import { unixProbe } from "../facts/unix.ts";
import { UNIX_SCRIPT } from "../facts/unix-script.ts";
import { done, failed } from "../failure.ts";
import type { SshQuestions } from "../ssh-questions.ts";
import { unixOutput } from "../testing/fixture/answers.ts";
import type { FixtureSshOptions } from "../testing/index.ts";
import { startWatch } from "../watch.ts";
import { collectInventory } from "./collect.ts";
import { MAX_ENTRIES } from "./entries.ts";
import { type Elevation, SECTION_NAMES } from "./types.ts";

/** A host that tells its facts, and answers the script in its own way. */
function unix(answer: (channel: ServerChannel, marker: string) => void): FixtureSshOptions {
  return {
    onExec: (channel, _, command) => {
      if (command === UNIX_SCRIPT) {
        channel.write(unixOutput(linux.debian));
        channel.exit(0);
        channel.end();
        return;
      }
      channel.once("data", (script: Buffer) => answer(channel, /M=(\w+)/.exec(String(script))?.[1] ?? ""));
    },
  };
}

const all = (state: string) => SECTION_NAMES.toSorted().map((name) => `${name} ${state}`);

describe("a fixture of a Unix", () => {
  it("is asked nothing more where no section is wanted", async () => {
    const { inventory, commands } = await inventoryOf(
      unix(() => {}),
      { sections: [] },
    );
    expect(inventory).toBeUndefined();
    expect(commands).toEqual([UNIX_SCRIPT]);
  });

  it("is read in one exchange more, in the same login", async () => {
    const { inventory, commands, logins } = await inventoryOf(
      unix((channel, marker) => {
        channel.stderr.write("a warning\n");
        channel.write(`${marker} software\ndpkg\tbash\t5\tall\t\t\t\n\tnothing\n${marker} end\n`);
      }),
      { sections: ["software"] },
    );
    expect(inventory).toEqual({
      software: {
        state: "collected",
        entries: [{ key: "dpkg:bash:all", name: "bash", source: "dpkg", version: "5", architecture: "all" }],
      },
    });
    expect(commands.length).toBe(2);
    expect(logins).toEqual(["none", "password"]);
  });

  it("that sends more than 8 MB is cut off", async () => {
    const { inventory } = await inventoryOf(
      unix((channel, marker) => {
        channel.write(`${marker} passwd\n`);
        const flood = () => {
          while (channel.writable && channel.write(`${"x".repeat(64 * 1024)}\n`)) {}
          channel.once("drain", flood);
        };
        flood();
      }),
    );
    expect(states(inventory).toSorted()).toEqual(all("cutOff The host has more than is taken of one."));
  });

  it("that sends what nobody asked for without end is broken off", async () => {
    const { inventory } = await inventoryOf(
      unix((channel) => {
        const flood = () => {
          while (channel.writable && channel.stderr.write(`${"x".repeat(64 * 1024)}\n`)) {}
          channel.stderr.once("drain", flood);
        };
        flood();
      }),
      { sections: ["users"] },
    );
    const [users] = states(inventory);
    expect(users).toMatch(/^users failed The connection broke during .* \(more than \d+ bytes received\)\.$/);
  });

  it("that has more entries than are kept is cut off", async () => {
    const { inventory } = await inventoryOf(
      unix((channel, marker) => {
        const lines = Array.from({ length: MAX_ENTRIES + 1 }, (_, index) => `dpkg\tp${index}\t1\t\t\t\t\n`);
        channel.write(`${marker} software\n${lines.join("")}${marker} end\n`);
      }),
      { sections: ["software"] },
    );
    expect(inventory?.software?.state).toBe("cutOff");
    expect(inventory?.software?.entries.length).toBe(MAX_ENTRIES);
  });

  it("that says itself that there is more is cut off", async () => {
    const { inventory } = await inventoryOf(
      unix((channel, marker) =>
        channel.write(`${marker} software\ndpkg\tp\t1\n${marker} cut\n${marker} end\n`),
      ),
      { sections: ["software"] },
    );
    expect(states(inventory)).toEqual(["software cutOff The host has more than is taken of one."]);
  });

  it.each<[string, (channel: ServerChannel, marker: string) => void, message: string]>([
    [
      "breaks off",
      (channel, marker) => channel.write(`${marker} passwd\nroot:x:0:0::/:/bin/sh\n`, () => channel.close()),
      "The host ended its answer early.",
    ],
    [
      "sends other markers",
      (channel) => channel.end(`${"b".repeat(32)} passwd\n`),
      "The host ended its answer early.",
    ],
    [
      "sends no text",
      (channel) => channel.end(Buffer.alloc(100_000, 0xff)),
      "The host ended its answer early.",
    ],
  ])("that %s fails in its sections, not in its scan", async (_, answer, message) => {
    expect(states((await inventoryOf(unix(answer))).inventory).toSorted()).toEqual(all(`failed ${message}`));
  });

  it("that stays silent fails in its sections, in time; what has come until then counts", async () => {
    const { inventory } = await inventoryOf(
      unix((channel, marker) =>
        channel.write(`${marker} software\ndpkg\tbash\t5\n${marker} passwd\nroot:x:0:0::/:/bin/sh\n`),
      ),
      { deadlineMs: 6_000 },
    );
    expect(inventory?.software).toMatchObject({ state: "collected", entries: [{ name: "bash" }] });
    expect(inventory?.users).toMatchObject({
      state: "failed",
      message: "The host did not answer in time.",
      entries: [{ name: "root", privilege: "SuperUser" }],
    });
  });

  it("that runs no second command fails in its sections", async () => {
    const facts: FixtureSshOptions = {
      answer: (command) => (command === UNIX_SCRIPT ? unixOutput(linux.debian) : undefined),
    };
    const { inventory } = await inventoryOf(facts, { sections: ["users"] });
    expect(states(inventory)).toEqual(["users failed The host did not run the command that reads it."]);
  });

  it("that ends the connection after its facts is logged in to again", async () => {
    const host = unix((channel, marker) => channel.write(`${marker} software\n${marker} end\n`));
    const { inventory, logins } = await inventoryOf(
      {
        ...host,
        onExec: (channel, connection, command) => {
          if (command !== UNIX_SCRIPT) return host.onExec?.(channel, connection, command);
          channel.write(unixOutput(linux.debian), () => connection.end());
        },
      },
      { sections: ["software"] },
    );
    expect(states(inventory)).toEqual(["software unsupported"]);
    expect(logins).toEqual(["none", "password", "none", "password"]);
  });
});

/** A fixture that does this to the first commands that are to read it, and then reads as it should. */
function unwilling(...ways: readonly (true | "silent" | "sudo")[]): FixtureSshOptions {
  const left = [...ways];
  const host = unix((channel, marker) => channel.write(`${marker} software\n${marker} end\n`));
  return {
    ...host,
    refuses: (command) => {
      const way = command === UNIX_SCRIPT || left[0] === "sudo" ? undefined : left.shift();
      return way === true || way === "silent" ? way : false;
    },
    onExec: (channel, connection, command) => {
      if (command === UNIX_SCRIPT || left[0] !== "sudo") return host.onExec?.(channel, connection, command);
      left.shift();
      channel.write("Password: ");
      channel.once("data", () => channel.end("Sorry.\n"));
    },
  };
}

describe("a fixture of a host that runs no command at once", () => {
  const sections = ["software"] as const;
  const elevate = { method: "sudo" } as const;
  const ONCE = ["none", "password"];
  const REFUSED = ["software failed The host did not run the command that reads it."];

  it.each<[string, (true | "silent" | "sudo")[], Elevation | undefined, told: string[], times: number]>([
    ["refuses it is logged in to again", [true], undefined, ["software unsupported"], 2],
    ["refuses it twice is not asked a third time", [true, true], undefined, REFUSED, 2],
    ["leaves it open is not logged in to again", ["silent"], undefined, REFUSED, 1],
    // Asked with a terminal, without, and as the login.
    [
      "refuses sudo, too, is logged in to again",
      [true, true, true, true, true],
      elevate,
      ["software unsupported"],
      2,
    ],
    ["has been told the password is not told it again", ["sudo", true], elevate, REFUSED, 1],
  ])("that %s", async (_, ways, elevation, told, times) => {
    const { inventory, logins } = await inventoryOf(unwilling(...ways), {
      sections,
      deadlineMs: ways.includes("silent") ? 2_000 : 20_000,
      ...(elevation && { elevate: elevation }),
    });
    expect(states(inventory)).toEqual(told);
    expect(logins).toEqual(Array.from({ length: times }, () => ONCE).flat());
  });
});

it("what a fixture of a host was told stands in nothing that it says", async () => {
  const { inventory } = await inventoryOf({
    ...unix((channel, marker) => {
      const said = "Told-You-This-1";
      channel.write(
        [
          `${marker} software`,
          `dpkg\t${said}\t1\t\t\tby ${said.toLowerCase()}\t`,
          `${marker} passwd`,
          `root:x:0:0:${said}:/:/bin/sh`,
          `${marker} denied /etc/${said}`,
          `${marker} end\n`,
        ].join("\n"),
      );
    }),
    password: "Told-You-This-1",
  });
  expect(inventory?.software?.entries).toMatchObject([{ name: "***", publisher: "by ***" }]);
  expect(inventory?.users?.entries).toMatchObject([{ name: "root", displayName: "***" }]);
  expect(JSON.stringify(inventory).toLowerCase()).not.toContain("told-you");
});

describe("a reading that goes wrong before it begins", () => {
  const facts = { reported: { os: "Linux", version: "6" }, probe: unixProbe };
  const reading = async (session: SshQuestions["session"], deadlineMs: number) => {
    const watch = startWatch(new AbortController().signal, deadlineMs);
    const ask = () => Promise.reject(new Error());
    const mayTell = async () => done(undefined);
    const credential = { username: "svc" };
    const scanning = { sections: ["users"] as const, credential, watch };
    const inventory = await collectInventory(scanning, { session, ask, mayTell }, facts);
    watch.stop();
    return states(inventory);
  };

  it("fails in its sections", async () => {
    const refused = await reading(async () => failed("auth", "The host refused the login."), 60_000);
    expect(refused).toEqual(["users failed The host refused the login."]);
    const broken = await reading(() => Promise.reject(new TypeError("hunter2")), 60_000);
    expect(broken).toEqual(["users failed The reading broke off (TypeError)."]);
    const silent = await reading(() => new Promise(() => {}), 100);
    expect(silent).toEqual(["users failed The host did not answer in time."]);
  });
});
