import { describe, expect, it } from "vitest";
import { maskSecrets } from "../src/inventory/mask/mask.ts";
import { BlockReader } from "../src/inventory/read/blocks.ts";
import { readServices } from "../src/inventory/read/services.ts";
import { readSoftware } from "../src/inventory/read/software.ts";
import { readTasks } from "../src/inventory/read/tasks.ts";
import { readGroups, readUsers } from "../src/inventory/read/users.ts";
import { blocksOf } from "../src/inventory/script/sections.ts";
import { SECTION_NAMES } from "../src/inventory/types.ts";
import { cost, LEAST_COST } from "./cost.ts";

const BLOCKS = blocksOf(SECTION_NAMES);

/** Reads a block of an answer about what is on a host; lines of it that begin with `@` are the script's own. */
function readBlock(name: string, lines: string): void {
  const reader = new BlockReader("m", BLOCKS);
  reader.push(Buffer.from(`@${name}\n${lines}\n@end\n`.replaceAll(/^@/gm, "m "), "utf8"));
  const blocks = (each: string) => reader.blocks.get(each);
  for (const entries of [
    readUsers(blocks, new Date()),
    readGroups(blocks),
    readServices(blocks),
    readTasks(blocks),
    readSoftware(blocks),
  ]) {
    for (const entry of entries) if (entry !== undefined) JSON.stringify(entry);
  }
}

/** What begins as a line that is read of each block. */
const LINES: Readonly<Record<string, readonly string[]>> = {
  passwd: ["", "a:x:1:1:"],
  shadow: ["a:S:1:"],
  group: ["a::1:"],
  lastlog: ["a Thu Nov "],
  sudoers: ["", "a ALL=", "User_Alias A = ", "a ALL=(", "a ALL=PASSWD: "],
  doas: ["", "permit nopass ", "permit a #"],
  keys: ["", "ssh-ed25519 AAAA "],
  systemd: ["", "Id=", "Id=a.service\nExecStart=", "Id=a.service\nExecStart={ ", "Id=a.service\nRequiredBy="],
  "systemd-timers": ["Id=a.timer\nTimersCalendar={ ", "Id=a.timer\nNextElapseUSecRealtime="],
  "systemd-files": ["", "@file /etc/systemd/system/", "@file /etc/systemd/system/a.service\nExecStart="],
  init: ["", "@service openrc ", 'command="', "description="],
  rc: ["pkg_scripts=", "@service /etc/rc.d/a\nrcvar="],
  smf: ["", "online "],
  src: ["", ' a = "', " a "],
  launchd: ["@file /a.plist\nLabel=a\nProgramArguments=", "StartCalendarInterval="],
  crontabs: [
    "@file /etc/cron.d/a\n",
    "@file /etc/cron.d/a\n* * * * *",
    "@file /etc/cron.d/a\n* * * * * root ",
    "@file /etc/anacrontab\n1 1",
    "@file /etc/anacrontab\n1 1 a ",
    "@file x\n1 ",
  ],
  "cron-folders": ["", "/etc/cron.daily/"],
  at: ["@file /at/", "@file /at/a0001201abcdef root\n"],
  software: ["", "dpkg\ta\t"],
};
/** What may stand at the end of a line, so that nothing before it fits. */
const ENDS = ["", "\u2028"];
const IN_LINES = [
  " ",
  "a",
  "A=",
  '"',
  "'",
  "\\",
  ":",
  ",",
  "/",
  "1 ",
  "#",
  "argv[]=",
  "PASSWD: ",
  "(",
  "://a:",
];
const IN_COMMANDS = [
  ...[
    "password=",
    "a:",
    "://",
    "://a:b/",
    "'\"",
    "-p",
    "eyJ",
    "eyJaaaa.",
    "$6$",
    "key=",
    "mysql ",
    "\\",
    "<<<",
    "-----BEGIN ",
  ],
  ...[
    "identified by ",
    "<pass",
    "login('a',",
    "-user a:",
    'expect send "',
    "secret,",
    "akey=akey",
    "a ",
    "x/",
    "sudo -S ",
  ],
  ...[
    "echo ",
    "sudo -u ",
    ":pserver:",
    "user=a",
    ":thin:",
    "D=a,p=",
    '"',
    " ",
    "convertto-securestring ",
    "://a@",
    "@",
  ],
];

/** Whether longer lines cost far more than as much in shorter ones, each time that it is tried. */
function growsWithLines(
  read: (line: (length: number) => string, count: number) => unknown,
  begin: string,
  seed: string,
  end: string,
) {
  const line = (length: number) =>
    begin + seed.repeat(Math.max((length - begin.length) / seed.length, 0)) + end;
  return [1, 2, 3].every(() => {
    const short = cost(() => read(() => line(500), 64));
    return cost(() => read(() => line(4_000), 8)) > 4 * Math.max(short, LEAST_COST);
  });
}

describe("a line of what is on a host", () => {
  it.each(Object.entries(LINES))("is read in linear time: %s", (name, begins) => {
    const read = (line: (length: number) => string, count: number) =>
      readBlock(name, Array.from({ length: count }, line).join("\n"));
    const slow = begins.flatMap((begin) =>
      IN_LINES.flatMap((seed) =>
        ENDS.filter((end) => growsWithLines(read, begin, seed, end)).map((end) => begin + seed + end),
      ),
    );
    expect(slow).toEqual([]);
  });

  it("is freed of secrets in linear time", () => {
    const read = (line: (length: number) => string, count: number) => {
      for (let index = 0; index < count; index += 1) maskSecrets(line(index));
    };
    const slow = IN_COMMANDS.filter((seed) => growsWithLines(read, "", seed, ""));
    expect(slow).toEqual([]);
  });
});
