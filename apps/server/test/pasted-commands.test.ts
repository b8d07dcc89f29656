import { afterEach, beforeEach, expect, test } from "vitest";
import { makeTestFolder, type TestFolder } from "./data-folder.ts";
import { startProcess } from "./process.ts";

let folder: TestFolder;
beforeEach(async () => {
  folder = await makeTestFolder();
});
afterEach(() => folder.remove());

const shell = (line: string, stdin?: string) =>
  startProcess(["-c", line], {
    command: ["bash"],
    cwd: folder.path,
    ...(stdin === undefined ? {} : { stdin }),
  });

/** The lines that follow a numbered remark of the first steps, up to the blank line. */
function step(printed: string, number: number): string {
  return String(new RegExp(`^# ${number}\\. .*\\n((?:.+\\n)+)`, "m").exec(printed)?.[1]);
}

test("the first steps work as they are printed, pasted into a shell in the same folder", async () => {
  const server = startProcess(["--port", "0", "--data-dir", "data"], { cwd: folder.path });
  await expect.poll(() => server.out()).toContain("# 3.");
  const printed = `${server.out()}\n`;

  // A terminal of its own, by util-linux's script(1): the password is asked for and not shown.
  const terminal = startProcess(["-qec", step(printed, 1), "/dev/null"], {
    command: ["script"],
    cwd: folder.path,
    stdin: "open",
  });
  await expect.poll(() => terminal.out()).toContain("Password: ");
  terminal.child.stdin?.write("hunter2\r");
  expect((await terminal.ended).code, terminal.out()).toBe(0);
  expect(terminal.out()).toMatch(/kept first \(/);
  expect(terminal.out()).not.toContain("hunter2");

  const scheduled = shell(step(printed, 2));
  await scheduled.ended;
  const job = JSON.parse(scheduled.out());
  expect(job).toMatchObject({ hostScanHostStatus: [{ dnsHostName: "localhost" }] });

  const seen = shell(step(printed, 3));
  await seen.ended;
  expect(JSON.parse(seen.out())).toMatchObject([{ id: job.id }]);
});
