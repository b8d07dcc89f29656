import { expect, it } from "vitest";
import { cisco } from "../../test/samples/cisco.ts";
import { linux } from "../../test/samples/linux.ts";
import { done, failed } from "../failure.ts";
import { answerAsCisco, answerAsUnix } from "../testing/fixture/answers.ts";
import { ciscoProbe } from "./cisco.ts";
import { collectFacts } from "./collect.ts";
import { unixProbe } from "./unix.ts";

/** Answers commands like a fixture host, and keeps what was asked. */
function asking(answer: (command: string) => unknown) {
  const commands: string[] = [];
  const run = async (command: string) => {
    commands.push(command);
    return done(Buffer.from(String(await answer(command))));
  };
  return { commands, run };
}

it("asks a Unix once", async () => {
  const { commands, run } = asking(answerAsUnix(linux.debian));
  expect(await collectFacts(run, "linux")).toMatchObject({
    ok: true,
    value: { reported: { name: "web-01" }, probe: unixProbe },
  });
  expect(commands).toEqual([unixProbe.command]);
});

it("asks a router that was taken for a Unix a second time, in its own words", async () => {
  const { commands, run } = asking(answerAsCisco(cisco.ios));
  expect(await collectFacts(run, "linux")).toMatchObject({
    ok: true,
    value: { reported: { os: "Cisco IOS" }, probe: ciscoProbe },
  });
  expect(commands).toEqual([unixProbe.command, ciscoProbe.command]);
});

it("asks a router in its own words only", async () => {
  const { commands, run } = asking(answerAsUnix(linux.debian));
  expect(await collectFacts(run, "cisco")).toMatchObject({ ok: false, failure: { phase: "collect" } });
  expect(commands).toEqual([ciscoProbe.command]);
});

it("hands on why a command did not run", async () => {
  const refusal = failed("collect", "refused");
  expect(await collectFacts(async () => refusal, "linux")).toBe(refusal);
});

const TELLS_NO_SYSTEM = "its answer does not tell what system it runs";

it.each<[string, output: string, said: string, phase: string, message: string]>([
  [
    "sshd wants a new password",
    "",
    "WARNING: Your password has expired.\nPassword change required but no TTY available.\n",
    "auth",
    "asks for a new password before it lets the login in: WARNING: Your password",
  ],
  [
    "Solaris does",
    "",
    "Warning: Your password has expired, please change it now.\n",
    "auth",
    "asks for a new",
  ],
  ["AIX does", "\n", "You must change your password now and login again!\r\n", "auth", "asks for a new"],
  [
    "PAM does",
    "",
    "You are required to change your password immediately (administrator enforced).\n",
    "auth",
    "asks for a new",
  ],
  [
    "a menu speaks of it",
    "1) change your password\nYour password has expired.\n",
    "",
    "collect",
    TELLS_NO_SYSTEM,
  ],
  [
    "a menu speaks of it on both outputs",
    "menu\n",
    "Your password has expired.\n",
    "collect",
    "it said: Your",
  ],
  [
    "a banner speaks of it",
    "",
    "Your password will expire in 5 days.\n",
    "collect",
    "it said: Your password will",
  ],
  ["a rule speaks of it", "", "If your password has expired, call us.\n", "collect", "it said: If your"],
])("tells who asks for a new password where %s", async (_, output, said, phase, message) => {
  const facts = await collectFacts(
    async () => done(Buffer.from(output)),
    "cisco",
    () => said,
  );
  expect(facts).toMatchObject({ ok: false, failure: { phase, message: expect.stringContaining(message) } });
});
