import { describe, expect, it } from "vitest";
import { type AnswerBlock, BlockReader } from "./read/blocks.ts";
import type { Blocks } from "./read/entry.ts";
import { readServices } from "./read/services.ts";
import { readSoftware } from "./read/software.ts";
import { readTasks } from "./read/tasks.ts";
import { readGroups, readUsers } from "./read/users.ts";
import { blocksOf } from "./script/sections.ts";
import { SECTION_NAMES } from "./types.ts";

const MARKER = "d".repeat(32);
const BLOCKS = blocksOf(SECTION_NAMES);

/** What the readers do with an answer, counted. */
interface Work {
  /** The most lines that were looked at between two turns of something else. */
  readonly longestStep: number;
  /** All lines that were looked at, and all that was kept, in characters. */
  readonly all: number;
}

/** Has every reader read an answer; its lines that begin with `@` are the script's own. */
function workOf(answer: string): Work {
  const reader = new BlockReader(MARKER, BLOCKS);
  reader.push(Buffer.from(`${answer}\n@end\n`.replaceAll(/^@/gm, `${MARKER} `)));
  let looked = 0;
  const counted = (lines: string[]) =>
    new Proxy(lines, {
      get: (target, name) => {
        if (typeof name === "string" && /^\d/.test(name)) looked += 1;
        return Reflect.get(target, name);
      },
    });
  const counting = (block: AnswerBlock): AnswerBlock => ({
    ...block,
    parts: block.parts.map((part) => ({ ...part, lines: counted(part.lines) })),
  });
  const told = new Map([...reader.blocks].map(([name, block]) => [name, counting(block)]));
  const blocks: Blocks = (name) => told.get(name);
  let longestStep = 0;
  let all = 0;
  const readings: Iterable<unknown>[] = [
    readUsers(blocks, new Date()),
    readGroups(blocks),
    readServices(blocks),
    readTasks(blocks),
    readSoftware(blocks),
  ];
  for (const reading of readings) {
    looked = 0;
    for (const entry of reading) {
      longestStep = Math.max(longestStep, looked);
      all += looked + (entry === undefined ? 0 : JSON.stringify(entry).length);
      looked = 0;
    }
    longestStep = Math.max(longestStep, looked);
  }
  return { longestStep, all };
}

const times = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => line(index)).join("\n");
const words = (count: number, word: (index: number) => string, between: string) =>
  Array.from({ length: count }, (_, index) => word(index)).join(between);

/** What is repeated in a line. */
const SEEDS = [" ", "\u2028", "\r", "\0", '"', "'", "\\", "a=", "* ", ":", ",", "/", "argv[]=", "a\tb\t"];

/** What begins as what is read of a block. */
const BEGINNINGS: Readonly<Record<string, string>> = {
  passwd: "a:x:1:1:",
  shadow: "a:S:",
  group: "a::1:",
  lastlog: "a ",
  sudoers: "@file /etc/sudoers\na ALL=",
  doas: "@file /etc/doas.conf\npermit a ",
  keys: "@file a\nssh-ed25519 ",
  systemd: "Id=a.service\nExecStart=",
  "systemd-timers": "Id=a.timer\nTimersCalendar={ ",
  "systemd-files": "@file /etc/systemd/system/a.service\nExecStart=",
  init: "@service openrc a\ncommand=",
  rc: "a_enable=YES\n@service /etc/rc.d/a\ncommand=",
  smf: "online ",
  src: " a active\n",
  launchd: "@file /a.plist\nLabel=a\nProgramArguments=",
  crontabs: "@file /etc/cron.d/a\n* * * * * root ",
  "cron-folders": "/etc/cron.daily/",
  at: "@file /var/spool/at/a0001201abcdef root\n",
  software: "dpkg\ta\t",
};

/** Answers with `n` of something, each of which might be made with each of something else. */
const PRODUCTS: Readonly<Record<string, (n: number) => string>> = {
  "accounts and rules for all": (n) =>
    `@passwd\n${times(n, (i) => `a${i}:x:${i}:1::/:/bin/sh`)}\n@sudoers\n@file /etc/sudoers\n${times(n, (i) => `ALL ALL=/bin/run${i}`)}`,
  "accounts and rules of groups": (n) =>
    `@passwd\n${times(n, (i) => `a${i}:x:${i}:1::/:/bin/sh`)}\n@group\n${times(10, (i) => `g${i}::${i}:${words(n, (j) => `a${j}`, ",")}`)}\n@sudoers\n@file /etc/sudoers\n${times(n, (i) => `%g${i % 10} ALL=/bin/run${i}`)}`,
  "rules of users of aliases": (n) =>
    `@passwd\n${times(100, (i) => `u${i}:x:${i}:1::/:/bin/sh`)}\n@sudoers\n@file /etc/sudoers\n${times(50, (i) => `User_Alias A${i} = ${words(100, (j) => `u${j}`, ", ")}`)}\n${times(n, (i) => `${words(50, (j) => `A${j}`, ",")} ALL=/bin/run${i}`)}`,
  "tags of a rule": (n) => `@sudoers\n@file /etc/sudoers\na ALL=${"PASSWD: a ".repeat(n)}`,
  "accounts and what may not be read": (n) =>
    `@passwd\n${times(n, (i) => `a${i}:x:${i}:1::/h/a${i}:/bin/sh`)}\n@keys\n${times(n, (i) => `@hidden a${i}\n@denied /h/a${i}/.ssh`)}`,
  "accounts and groups of the same number": (n) =>
    `@passwd\n${times(n, (i) => `a${i}:x:${i}:1::/:/bin/sh`)}\n@group\n${times(n, (i) => `g${i}::1:`)}`,
  "keys of an account": (n) =>
    `@passwd\na:x:1:1::/:/bin/sh\n@keys\n${times(n, (i) => `@file a\nssh-rsa AAAAB3NzaC1yc2EAAAA${String(i).padStart(8, "0")} x`)}`,
  "commands of a service": (n) => `@systemd\nId=a.service\n${times(n, (i) => `ExecStart=/bin/run${i}`)}`,
  "commands of a file and what is dropped in": (n) =>
    `@systemd-files\n@file /etc/systemd/system/a.service\nUser=a\n${times(n, (i) => `@file /etc/systemd/system/a.service.d/${i}.conf\nExecStart=/bin/run${i}`)}`,
  "triggers of a timer": (n) =>
    `@systemd-timers\nId=a.timer\n${times(n, (i) => `TimersCalendar={ OnCalendar=${i} ; x }\nTimersMonotonic={ OnBoot=${i} ; x }\nOnA${i}=x`)}`,
  "values of a property list": (n) =>
    `@launchd\n@file /a.plist\nLabel=a\n${times(n, (i) => `ProgramArguments=${i}\nStartCalendarInterval=${i}`)}`,
  "lines of a job": (n) => `@at\n@file /at/a0001201abcdef root\n${times(n, (i) => `run${i}`)}`,
  "settings and scripts": (n) =>
    `@rc\n${times(n, (i) => `s${i}_enable=YES`)}\npkg_scripts=${words(n / 10, (i) => `s${i}`, " ")}\n${times(n, (i) => `@service /etc/rc.d/s${i}\nrcvar=$name`)}`,
  "lines that go on": (n) => `@sudoers\n@file /etc/sudoers\n${times(n, () => "a \\")}`,
};

describe("an answer that a hostile host has made up", () => {
  it.each(SEEDS)("is read a line at a time, whatever fills it: %j", (seed) => {
    const longest = Object.entries(BEGINNINGS).flatMap(([name, beginning]) => {
      const lineLength = BLOCKS.find((block) => block.name === name)?.lineLength ?? 0;
      const heads = beginning.slice(0, beginning.lastIndexOf("\n") + 1);
      const line = beginning.slice(heads.length);
      const long = line + seed.repeat(lineLength / seed.length);
      const fillings = [
        // Lines of the longest, many of what is read, and many of nothing else.
        times(3, () => long),
        times(100, () => line + seed),
        times(100, () => seed),
      ];
      return fillings.map((filling) => workOf(`@${name}\n${heads}${filling}`).longestStep);
    });
    expect(Math.max(...longest)).toBeLessThanOrEqual(1);
  });

  it.each(Object.entries(PRODUCTS))("costs twice as much where it has twice as many %s", (_, answer) => {
    const [once, twice] = [workOf(answer(600)), workOf(answer(1_200))];
    expect(once.longestStep).toBeLessThanOrEqual(1);
    expect(twice.longestStep).toBeLessThanOrEqual(1);
    expect(twice.all).toBeLessThan(once.all * 2.5);
  });
});
