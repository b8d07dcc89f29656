import { describe, expect, test } from "vitest";
import { startFixtureServer } from "./fixture-server.ts";
import { openStreams, openTerminal, type TerminalOptions } from "./terminal.ts";

describe.each([
  ["in a pseudo-terminal", openTerminal],
  ["on streams that are said to be a terminal", openStreams],
])("%s", (_, open) => {
  async function scanning(argv: readonly string[], options: TerminalOptions = {}) {
    const { url, jobs } = await startFixtureServer();
    const env = { HOSTSCAN_URL: url, HOSTSCAN_TOKEN: "good", ...options.env };
    const terminal = open(["scan", ...argv, "--wait"], { ...options, env });
    return { jobs, terminal };
  }

  test("a bar and a table stand on the screen, are drawn over themselves, and make room for the result (fixture)", async () => {
    const { jobs, terminal } = await scanning(["web-1", "web-2", "web-3"]);
    await terminal.shows("0/3");
    jobs.complete("web-1");
    await terminal.shows("1/3");
    const during = await terminal.screen();
    expect(during.filter((line) => /\d\/3 /.test(line))).toHaveLength(1);
    expect(during).toContainEqual(expect.stringMatching(/^\[█{13}░{27}\] 1\/3 {2}0:0\d$/));
    expect(during).toContainEqual("web-1  Complete  Debian GNU/Linux 12");
    jobs.fail("web-2");
    jobs.complete("web-3");
    expect(await terminal.ended).toBe(2);
    const [id] = jobs.jobs.map((job) => job.id);
    expect(await terminal.screen()).toEqual([
      `Job ${id}  Queued  3 hosts`,
      `Job ${id}  CompletedWithErrors`,
      "2 scanned, 1 failed",
      "HOST   STATUS    RESULT",
      "web-2  Failed    FailedToConnect: Refused.",
      "web-1  Complete  Debian GNU/Linux 12",
      "web-3  Complete  Debian GNU/Linux 12",
      "To scan again what failed:",
      `  hostscan retry ${id}`,
    ]);
    // The cursor is there again.
    expect(terminal.written().lastIndexOf("\u001b[?25h")).toBeGreaterThanOrEqual(
      terminal.written().lastIndexOf("\u001b[?25l"),
    );
  });

  test("Ctrl-C asks, and cancels the job if told so (fixture)", async () => {
    const { jobs, terminal } = await scanning(["web-1"]);
    await terminal.shows("0/1");
    terminal.type("\u0003");
    await terminal.shows("Cancel the job, or leave it running? [c/L]");
    terminal.type("c\r");
    expect(await terminal.ended).toBe(4);
    expect(jobs.jobs[0]).toMatchObject({ status: 4 });
    expect((await terminal.screen()).at(-1)).toBe("web-1  Cancelled  -");
  });

  test.each([
    ["Enter", "\r"],
    ["a second Ctrl-C", "\u0003"],
  ])("Ctrl-C and %s leave the job running (fixture)", async (_, key) => {
    const { jobs, terminal } = await scanning(["web-1"]);
    await terminal.shows("0/1");
    terminal.type("\u0003");
    await terminal.shows("[c/L]");
    terminal.type(key);
    expect(await terminal.ended).toBe(130);
    expect(jobs.jobs[0]).toMatchObject({ status: 0 });
    expect((await terminal.screen()).join("\n")).toContain(`hostscan watch ${jobs.jobs[0]?.id}`);
  });

  test("a question is over when the job is (fixture)", async () => {
    const { jobs, terminal } = await scanning(["web-1"]);
    await terminal.shows("0/1");
    terminal.type("\u0003");
    await terminal.shows("[c/L]");
    jobs.complete("web-1");
    expect(await terminal.ended).toBe(0);
    expect((await terminal.screen()).slice(-4)).toEqual([
      expect.stringMatching(/^Job .* {2}Complete$/),
      "1 scanned",
      "HOST   STATUS    RESULT",
      "web-1  Complete  Debian GNU/Linux 12",
    ]);
  });

  test("it is coloured, unless NO_COLOR forbids it (fixture)", async () => {
    const red = "\u001b[31m";
    for (const [env, coloured] of [
      [{}, true],
      [{ NO_COLOR: "1" }, false],
    ] as const) {
      const { jobs, terminal } = await scanning(["web-1"], { env });
      await terminal.shows("0/1");
      jobs.fail("web-1");
      expect(await terminal.ended).toBe(3);
      expect(terminal.written().includes(red)).toBe(coloured);
    }
  });

  test("no line is wider, and no frame higher, than a small terminal (fixture)", async () => {
    const names = Array.from({ length: 30 }, (_, index) => `a-rather-long-name-${index}.example.com`);
    const { jobs, terminal } = await scanning(names, { columns: 30, rows: 10 });
    await terminal.shows("0/30");
    await terminal.shows("and 25 more");
    jobs.complete("a-rather-long-name-7.example.com");
    await terminal.shows("1/30");
    const screen = await terminal.screen();
    expect(screen.filter((line) => line.includes("/30"))).toHaveLength(1);
    terminal.type("\u0003");
    await terminal.shows("Cancel the job");
    terminal.type("\u0003");
    expect(await terminal.ended).toBe(130);
  });

  test("what a server says drives no terminal (fixture)", async () => {
    const { jobs, terminal } = await scanning(["web-1"]);
    await terminal.shows("0/1");
    jobs.complete("web-1", { os: "evil\u001b]0;title\u0007\u001b[2J\u009b31m\u202eos", version: "1\r\n2" });
    expect(await terminal.ended).toBe(0);
    expect((await terminal.screen()).at(-1)).toBe(
      "web-1  Complete  evil\\u001b]0;title\\u0007\\u001b[2J\\u009b31m\\u202eos 1 2",
    );
  });
});
