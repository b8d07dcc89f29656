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
  expect(await collectFacts(run, "linux")).toMatchObject({ ok: true, value: { name: "web-01" } });
  expect(commands).toEqual([unixProbe.command]);
});

it("asks a router that was taken for a Unix a second time, in its own words", async () => {
  const { commands, run } = asking(answerAsCisco(cisco.ios));
  expect(await collectFacts(run, "linux")).toMatchObject({ ok: true, value: { os: "Cisco IOS" } });
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
