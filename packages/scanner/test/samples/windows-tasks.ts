import { embedded, instance, type Properties } from "../../src/testing/wsman/windows.ts";

const TASKS = "root/Microsoft/Windows/TaskScheduler";

const trigger = (className: string, more: Properties) =>
  embedded(
    "Triggers",
    className,
    {
      Enabled: "true",
      EndBoundary: null,
      ExecutionTimeLimit: null,
      Id: null,
      Repetition: {
        xml: embedded("Repetition", "MSFT_TaskRepetitionPattern", {
          Duration: null,
          Interval: null,
          StopAtDurationEnd: "false",
        }),
      },
      StartBoundary: null,
      ...more,
    },
    TASKS,
  );

const execAction = (Execute: string, Arguments: string | null, WorkingDirectory: string | null = null) =>
  embedded("Actions", "MSFT_TaskExecAction", { Id: null, Arguments, Execute, WorkingDirectory }, TASKS);

const principal = (UserId: string | null, GroupId: string | null = null) =>
  embedded(
    "Principal",
    "MSFT_TaskPrincipal2",
    {
      DisplayName: null,
      GroupId,
      Id: "Author",
      LogonType: "5",
      RequiredPrivilege: [],
      RunLevel: "1",
      UserId,
    },
    TASKS,
  );

const settings = (Enabled: string) =>
  embedded("Settings", "MSFT_TaskSettings3", { AllowDemandStart: "true", Enabled, Priority: "7" }, TASKS);

/** A task as its class has it; what is XML stands as it is. */
export const task = (TaskName: string, TaskPath: string, more: Properties) =>
  instance(
    "MSFT_ScheduledTask",
    {
      Author: "Microsoft Corporation",
      Date: "2021-05-08T12:00:00",
      Description: null,
      Documentation: null,
      SecurityDescriptor: null,
      Source: null,
      State: "3",
      TaskName,
      TaskPath,
      URI: `${TaskPath}${TaskName}`,
      Version: null,
      ...more,
    },
    TASKS,
  );

/** What a host runs at its times. */
export const SCHEDULED = [
  task("Backup", "\\", {
    Actions: {
      xml:
        execAction(
          "C:\\Program Files\\Backup\\backup.exe",
          "/target:nas1 /password:Canary-Task-2",
          "C:\\Backup",
        ) +
        execAction("net", "use Z: \\\\srv1\\share Canary-Net-9 /user:bob") +
        execAction('"C:\\Tools\\curl.exe"', "-T x ftp://bob:Canary-Uri-6@srv1/") +
        execAction("psexec.exe", "\\\\srv1 -u CORP\\adm -p Canary-Psexec-5 cmd /c dir"),
    },
    Description: "שלום, every night",
    Principal: { xml: principal("WIN-FIXTURE\\alice") },
    Settings: { xml: settings("true") },
    Triggers: {
      xml:
        trigger("MSFT_TaskDailyTrigger", {
          DaysInterval: "1",
          Id: "Nightly",
          RandomDelay: null,
          Repetition: {
            xml: embedded("Repetition", "MSFT_TaskRepetitionPattern", {
              Duration: "P1D",
              Interval: "PT15M",
              StopAtDurationEnd: "true",
            }),
          },
          StartBoundary: "2026-11-01T03:00:00",
        }) +
        trigger("MSFT_TaskWeeklyTrigger", {
          DaysOfWeek: "34",
          Enabled: "false",
          EndBoundary: "2026-12-01T03:00:00Z",
          WeeksInterval: "2",
        }),
    },
  }),
  task("Defrag", "\\Microsoft\\Windows\\Defrag\\", {
    Actions: { xml: execAction("%windir%\\system32\\defrag.exe", "-c -h -k -g -$") },
    Description: "$(@%systemroot%\\system32\\defragsvc.dll,-801)",
    Principal: { xml: principal("SYSTEM") },
    Settings: { xml: settings("true") },
    State: "1",
    Triggers: null,
  }),
  task("Handler", "\\Microsoft\\Windows\\Shell\\", {
    Actions: {
      xml: embedded(
        "Actions",
        "MSFT_TaskComHandlerAction",
        { ClassId: "{990A9F8F-301F-45F7-8D0E-68C5952DBA43}", Data: "token=Canary-Com-7", Id: null },
        TASKS,
      ),
    },
    Principal: { xml: principal(null, "Users") },
    Settings: { xml: settings("false") },
    Triggers: {
      xml: [
        trigger("MSFT_TaskLogonTrigger", { Delay: "PT1M", UserId: "CORP\\bob" }),
        trigger("MSFT_TaskLogonTrigger", { Delay: null, UserId: null }),
        trigger("MSFT_TaskBootTrigger", { Delay: null }),
        trigger("MSFT_TaskIdleTrigger", {}),
        trigger("MSFT_TaskRegistrationTrigger", { Delay: null }),
        trigger("MSFT_TaskSessionStateChangeTrigger", { StateChange: "8", UserId: null }),
        trigger("MSFT_TaskEventTrigger", {
          Subscription:
            '<QueryList><Query Id="0"><Select Path="System">*[System[EventID=1]]</Select></Query></QueryList>',
        }),
        trigger("MSFT_TaskTimeTrigger", { RandomDelay: null, StartBoundary: "2026-12-24T18:00:00+01:00" }),
        trigger("MSFT_TaskDailyTrigger", { DaysInterval: "3" }),
        trigger("MSFT_TaskWeeklyTrigger", { DaysOfWeek: "0", WeeksInterval: "1" }),
        trigger("MSFT_TaskTrigger", {}),
      ].join(""),
    },
  }),
  task("Nothing", "\\", { Actions: null, Principal: null, Settings: null, Triggers: null }),
];
