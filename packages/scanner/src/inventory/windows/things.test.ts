import { describe, expect, it } from "vitest";
import { collectedWindows, instead } from "../../../test/inventory/windows-host.ts";
import { WINDOWS_2022 } from "../../../test/samples/windows.ts";
import { task } from "../../../test/samples/windows-tasks.ts";
import { embedded, found, instance, type WindowsAnswers } from "../../testing/wsman/windows.ts";

const collected = async (...others: WindowsAnswers) =>
  (
    await collectedWindows(instead(WINDOWS_2022, ...others), {
      sections: ["services", "scheduledTasks"],
    })
  ).inventory;

describe("services of a fixture of a Windows", () => {
  it("are told with who runs them, how and when, their secrets masked", async () => {
    const { services } = await collected();
    expect(services?.entries.map(({ name }) => name)).toEqual([
      "BackupAgent",
      "CDPUserSvc",
      "MysqlDump",
      "Spooler",
      "lonely_4a3b2",
      "w32time",
    ]);
    const named = (name: string) => services?.entries.find((entry) => entry.name === name);
    expect(named("BackupAgent")).toEqual({
      key: "BackupAgent",
      name: "BackupAgent",
      source: "windows",
      displayName: "BackupAgent",
      description: undefined,
      startType: "Automatic",
      state: "running",
      userName: ".\\alice",
      binaryPathName: '"C:\\Program Files\\Backup\\agent.exe" --server nas1 --password ***',
      serviceType: "Own Process",
      delayedStart: true,
      canStop: true,
      canPauseAndContinue: true,
    });
    expect(named("MysqlDump")).toMatchObject({
      startType: "Disabled",
      state: "stopped",
      binaryPathName: "C:\\Program Files\\MySQL\\bin\\mysqldump.exe -u root -p*** all",
    });
    expect(named("Spooler")).toMatchObject({
      displayName: "Druckwarteschlange",
      description: "This service spools print jobs. Ask for Password=*** first.",
    });
    expect(named("w32time")).toMatchObject({ startType: "Manual", userName: "NT AUTHORITY\\LocalService" });
  });

  it("of a host that tells less are told so", async () => {
    const odd = { Name: "odd", StartMode: "Never", State: "Paused" };
    const { services } = await collected([
      "FROM Win32_Service<",
      200,
      found([instance("Win32_Service", { Caption: "no name" }), instance("Win32_Service", odd)]),
    ]);
    expect(services?.entries).toEqual([{ key: "odd", name: "odd", source: "windows", state: "running" }]);
  });
});

describe("scheduled tasks of a fixture of a Windows", () => {
  it("are told with triggers and actions, their secrets masked by what they run", async () => {
    const { scheduledTasks } = await collected();
    const [backup, defrag, handler, nothing] = scheduledTasks?.entries ?? [];
    expect(backup).toMatchObject({
      key: "\\Backup",
      name: "Backup",
      source: "windows",
      taskPath: "\\",
      userName: "WIN-FIXTURE\\alice",
      description: "שלום, every night",
      isEnabled: true,
      triggers: [
        {
          name: "Nightly",
          enabled: true,
          schedule: "every day",
          startBoundary: "2026-11-01T03:00:00",
          repetitionInterval: "PT15M",
          repetitionDuration: "P1D",
          repetitionStopAtDurationEnd: true,
        },
        { enabled: false, schedule: "every 2 weeks on Monday, Friday", endBoundary: "2026-12-01T03:00:00Z" },
      ],
      actions: [
        {
          execute: "C:\\Program Files\\Backup\\backup.exe",
          arguments: "/target:nas1 /password:***",
          workingDirectory: "C:\\Backup",
        },
        { execute: "net", arguments: "use Z: \\\\srv1\\share *** /user:bob" },
        { execute: '"C:\\Tools\\curl.exe"', arguments: "-T x ftp://bob:***@srv1/" },
        { execute: "psexec.exe", arguments: "\\\\srv1 -u CORP\\adm -p *** cmd /c dir" },
      ],
    });
    expect(defrag).toMatchObject({
      key: "\\Microsoft\\Windows\\Defrag\\Defrag",
      isEnabled: false,
      userName: "SYSTEM",
      triggers: [],
    });
    expect(handler).toMatchObject({
      userName: "Users",
      isEnabled: false,
      actions: [{ classId: "990a9f8f-301f-45f7-8d0e-68c5952dba43", data: "token=***" }],
    });
    expect(handler?.triggers.map(({ schedule }) => schedule)).toEqual([
      "at logon of CORP\\bob",
      "at logon",
      "at startup",
      "when idle",
      "when registered",
      "when a session changes",
      'on an event: <QueryList><Query Id="0"><Select Path="System">*[System[EventID=1]]</Select></Query></QueryList>',
      "once",
      "every 3 days",
      "every week",
      undefined,
    ]);
    expect(nothing).toMatchObject({ name: "Nothing", isEnabled: true, triggers: [], actions: [] });
  });

  it("keep no secret where the program itself holds one, and none of what Windows runs no more", async () => {
    const actions = [
      embedded("Actions", "MSFT_TaskExecAction", {
        Execute: "mysql -pS3cret-in-program",
        Arguments: "-pS3cret-x",
      }),
      embedded("Actions", "MSFT_TaskExecAction", { Execute: "x".repeat(5_000), Arguments: "-pS3cret-y" }),
      embedded("Actions", "MSFT_TaskExecAction", { Execute: "", Arguments: "x" }),
      embedded("Actions", "MSFT_TaskEmailAction", { Body: "S3cret" }),
    ];
    const triggers = embedded("Triggers", "MSFT_TaskEventTrigger", { Subscription: null });
    const more = { Actions: { xml: actions.join("") }, Triggers: { xml: triggers } };
    const { scheduledTasks } = await collected([
      "MSFT_ScheduledTask<",
      200,
      found([task("odd", "", more), task("", "\\", more)]),
    ]);
    const [odd, ...others] = scheduledTasks?.entries ?? [];
    expect(others).toEqual([]);
    expect(odd).toMatchObject({ key: "odd", triggers: [{ schedule: "on an event" }] });
    expect(odd?.actions).toEqual([
      { execute: "mysql -p***", arguments: "-p***" },
      { execute: "x".repeat(4_000), arguments: "***" },
    ]);
    expect(JSON.stringify(scheduledTasks)).not.toContain("S3cret");
  });

  it("keep of countless triggers and actions as many as a task may have", async () => {
    const actions = embedded("Actions", "MSFT_TaskExecAction", { Execute: "x" }).repeat(300);
    const triggers = embedded("Triggers", "MSFT_TaskBootTrigger", {}).repeat(300);
    const { scheduledTasks } = await collected([
      "MSFT_ScheduledTask<",
      200,
      found([task("odd", "\\", { Actions: { xml: actions }, Triggers: { xml: triggers } })]),
    ]);
    expect(scheduledTasks?.entries[0]?.actions).toHaveLength(100);
    expect(scheduledTasks?.entries[0]?.triggers).toHaveLength(100);
  });
});
