import type { ServerChannel } from "ssh2";
import { describe, expect, it } from "vitest";
import { linux } from "../../../test/samples/linux.ts";
import { scanned } from "../../../test/scanning.ts";
import { UNIX_SCRIPT } from "../../facts/unix-script.ts";
import { unixOutput } from "../../testing/fixture/answers.ts";
import { startFixtureSshServer } from "../../testing/index.ts";
import type { ScanHooks } from "../../types.ts";

const PASSWORD = "the super user's own";
const LOGIN_PASSWORD = "the login's own";

/** Scans a fixture of a host whose sudo does this, and hands out what its groups came to, and what it was told. */
async function groupsAfter(
  sudo: (channel: ServerChannel, told: () => string, ready: string) => void,
  hooks: Pick<ScanHooks, "mayLogIn"> & { readonly deadlineMs?: number } = {},
) {
  let told = "";
  const markers: (string | undefined)[] = [];
  await using host = await startFixtureSshServer({
    password: LOGIN_PASSWORD,
    onExec: (channel, _, command) => {
      if (command.includes("sudo")) {
        const [, seen] = /echo (\w+) ready/.exec(command) ?? [];
        markers.push(seen);
        channel.on("data", (chunk: Buffer) => {
          told += String(chunk);
        });
        sudo(channel, () => told, `${seen} ready`);
        return;
      }
      if (command === UNIX_SCRIPT) {
        channel.write(unixOutput(linux.debian));
        channel.exit(0);
        channel.end();
        return;
      }
      channel.once("data", (script: Buffer) => {
        const marker = /M=(\w+)/.exec(String(script))?.[1];
        markers.push(marker);
        channel.end(`${marker} passwd\n${marker} group\n${marker} denied /etc/group\n${marker} end\n`);
      });
    },
  });
  const { username, port } = host;
  const elevate = { method: "sudo", password: PASSWORD } as const;
  const outcome = await scanned({
    port,
    credential: { username, password: LOGIN_PASSWORD, elevate },
    sections: ["groups"],
    ...hooks,
  });
  if (!outcome.ok) throw new Error(outcome.failure.message);
  const { state, message } = outcome.inventory?.groups ?? {};
  const why = message?.replace("The login may not read /etc/group. ", "");
  return { state, why, told, markers };
}

/** Says this, and waits. */
const saying = (text: string) => (channel: ServerChannel) => channel.write(text);

describe("a fixture of sudo", () => {
  it.each<[string, (channel: ServerChannel) => void, why: string]>([
    ["says too much", saying("x".repeat(70_000)), "sudo says more than can be read."],
    [
      "says nothing, and ends",
      (channel) => channel.close(),
      "sudo did not let the login become the super user.",
    ],
    [
      "ends with a reason",
      (channel) => channel.end("no\n  way\n"),
      "sudo did not let the login become the super user: no way",
    ],
    [
      "repeats the password",
      (channel) => {
        channel.write("Password: ");
        channel.once("data", (chunk: Buffer) => channel.end(`wrong: ${chunk}`));
      },
      "sudo did not let the login become the super user.",
    ],
    [
      "repeats the login's password",
      (channel) => channel.end(`Has ${LOGIN_PASSWORD} not been enough?`),
      "sudo did not let the login become the super user.",
    ],
  ])("that %s is no reason to fail", async (_, sudo, why) => {
    expect(await groupsAfter(sudo)).toMatchObject({ state: "denied", why });
  });

  it.each(["Verification code: ", "Changing password for root.\nCurrent password: "])(
    "that asks another question is told nothing, and given up in time: %s",
    async (question) => {
      const { why, told } = await groupsAfter(saying(question), { deadlineMs: 6_000 });
      expect(why).toBe("sudo did not answer in time.");
      expect(told).toBe("");
    },
  );

  it("is told another marker than the script, which is never in a command", async () => {
    const { markers } = await groupsAfter((channel) => channel.end("no"));
    const [seen, own] = markers;
    expect(seen).toMatch(/^[0-9a-f]{32}$/);
    expect(own).toMatch(/^[0-9a-f]{32}$/);
    expect(own).not.toBe(seen);
  });

  it("whose shell reads the script is told another marker with that", async () => {
    let own: string | undefined;
    const { state, markers } = await groupsAfter((channel, told, ready) => {
      channel.on("data", () => {
        if (own !== undefined) return;
        own = /M=(\w+)/.exec(told())?.[1];
        if (own !== undefined) channel.end(`${own} passwd\n${own} group\n${own} end\n`);
      });
      channel.write(`${ready}\n`);
    });
    expect(state).toBe("unsupported");
    expect(markers).toHaveLength(1);
    expect(markers).not.toContain(own);
  });

  it("that goes on before the password may be told is not told it in the shell", async () => {
    let goOn = () => {};
    const leave = Promise.withResolvers<undefined>();
    let asked = false;
    const { state, told } = await groupsAfter(
      (channel, told, ready) => {
        asked = true;
        channel.write("Password: ");
        channel.on("data", async () => {
          const own = /M=(\w+)/.exec(told())?.[1];
          leave.resolve(undefined);
          // What is told after all comes before the answer ends.
          await new Promise((resolve) => setImmediate(resolve));
          channel.end(`${own} passwd\n${own} group\n${own} end\n`);
        });
        goOn = () => {
          channel.write(`${ready}\n`);
        };
      },
      {
        mayLogIn: async () => {
          if (asked) {
            goOn();
            await leave.promise;
          }
          return { ok: true };
        },
      },
    );
    expect(state).toBe("unsupported");
    expect(told).not.toContain(PASSWORD);
  });

  it("is told the password once it asks for it, and not again", async () => {
    const { why, told } = await groupsAfter((channel) => {
      channel.write("[sudo] password for svc: ");
      channel.once("data", () => channel.write("Sorry, try again.\n[sudo] password for svc: "));
    });
    expect(why).toBe("sudo did not take the password.");
    expect(told).toBe(`${PASSWORD}\n`);
  });

  it.each<[string, ScanHooks["mayLogIn"], why: RegExp]>([
    ["it may not be told any more", async () => ({ ok: false, message: "Not there." }), /^Not there\.$/],
    ["nobody can say", () => Promise.reject(new TypeError("no")), /^It broke off \(TypeError\)\.$/],
  ])("is told nothing where %s", async (_, then, expected) => {
    let asked = false;
    const mayLogIn: ScanHooks["mayLogIn"] = async (...args) => (asked && then ? then(...args) : { ok: true });
    const { why, told } = await groupsAfter(
      (channel) => {
        asked = true;
        channel.write("Password: ");
      },
      { mayLogIn },
    );
    expect(why).toMatch(expected);
    expect(told).toBe("");
  });
});
