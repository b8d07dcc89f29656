import { expect, test } from "vitest";
import { keptEntry } from "./kept-entry.ts";

test("what a Windows service may be told to do goes by its state: it makes it no other service", () => {
  const service = (running: boolean) =>
    keptEntry(
      "services",
      {
        key: "Spooler",
        name: "Spooler",
        source: "windows",
        userName: "WIN1\\Svc",
        state: running ? "running" : "stopped",
        canStop: running,
        canPauseAndContinue: running,
      },
      "win1",
    );
  expect(service(true)).toEqual({
    key: "Spooler",
    name: "Spooler",
    account: "svc",
    data: { name: "Spooler", source: "windows", userName: "WIN1\\Svc" },
    fleeting: { state: "running", canStop: true, canPauseAndContinue: true },
  });
  const { fleeting, ...stopped } = service(false);
  expect(service(true)).toMatchObject(stopped);
  expect(fleeting).toEqual({ state: "stopped", canStop: false, canPauseAndContinue: false });
});

test("a scheduled task of Windows keeps what it calls instead of a program", () => {
  const action = { classId: "990a9f8f-301f-45f7-8d0e-68c5952dba43", data: "/all" };
  const task = { key: "\\Shell\\Handler", name: "Handler", source: "windows", isEnabled: true, triggers: [] };
  const kept = keptEntry("scheduledTasks", { ...task, actions: [action] }, "win1");
  expect(kept.data).toMatchObject({ scheduledTaskActions: [action] });
});
