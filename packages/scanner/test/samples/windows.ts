import { MEMBER_SERVER, operatingSystem, page, SERVER_2022 } from "../../src/testing/wsman/answers.ts";
import {
  datetime,
  found,
  foundMore,
  instance,
  interval,
  output,
  type Properties,
  reference,
  type WindowsAnswers,
} from "../../src/testing/wsman/windows.ts";
import { SCHEDULED } from "./windows-tasks.ts";

/** Secrets that a host has in its commands; none may be kept. */
export const CANARIES = [
  "Canary-Service-1",
  "Canary-Task-2",
  "Canary-Mysql-3",
  "Canary-Description-4",
  "Canary-Psexec-5",
  "Canary-Uri-6",
  "Canary-Com-7",
  "Canary-Program-8",
  "Canary-Net-9",
] as const;

const HOST = "WIN-FIXTURE";
const MACHINE = "S-1-5-21-1004336348-1177238915-682003330";

const user = (Name: string, rid: number, more: Properties = {}) =>
  instance("Win32_UserAccount", {
    AccountType: "512",
    Caption: `${HOST}\\${Name}`,
    Description: null,
    Disabled: "false",
    Domain: HOST,
    FullName: "",
    InstallDate: null,
    LocalAccount: "true",
    Lockout: "false",
    Name,
    PasswordChangeable: "true",
    PasswordExpires: "true",
    PasswordRequired: "true",
    SID: `${MACHINE}-${rid}`,
    SIDType: "1",
    Status: "OK",
    ...more,
  });

const group = (Name: string, SID: string) =>
  instance("Win32_Group", {
    Caption: `${HOST}\\${Name}`,
    Description: "Members of this group …",
    Domain: HOST,
    InstallDate: null,
    LocalAccount: "true",
    Name,
    SID,
    SIDType: "4",
    Status: "OK",
  });

/** An account of a group, by its class. */
export const member = (of: string, className: string, Name: string, Domain = HOST) =>
  instance("Win32_GroupUser", {
    GroupComponent: { xml: reference("GroupComponent", "Win32_Group", { Domain: HOST, Name: of }) },
    PartComponent: { xml: reference("PartComponent", className, { Domain, Name }) },
  });

const service = (Name: string, more: Properties) =>
  instance("Win32_Service", {
    AcceptPause: "false",
    AcceptStop: "true",
    Caption: Name,
    CheckPoint: "0",
    CreationClassName: "Win32_Service",
    DelayedAutoStart: "false",
    Description: null,
    DesktopInteract: "false",
    DisplayName: Name,
    ErrorControl: "Normal",
    ExitCode: "0",
    InstallDate: null,
    Name,
    PathName: `C:\\Windows\\System32\\${Name}.exe`,
    ProcessId: "1234",
    ServiceType: "Own Process",
    Started: "true",
    StartMode: "Auto",
    StartName: "LocalSystem",
    State: "Running",
    Status: "OK",
    SystemCreationClassName: "Win32_ComputerSystem",
    SystemName: HOST,
    ...more,
  });

const UNINSTALL = "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall";
const UNINSTALL_32 = "SOFTWARE\\WOW6432Node\\Microsoft\\Windows\\CurrentVersion\\Uninstall";

/** As a pattern. */
const literally = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");

/** The keys within a key. */
export const keys = (path: string, names: readonly string[]) =>
  [
    `<p:EnumKey_INPUT .*<p:sSubKeyName>${literally(path)}</p:sSubKeyName>`,
    200,
    output("EnumKey", names.map((name) => `<p:sNames>${name}</p:sNames>`).join("")),
  ] as const;

/** The value of a name in a key. */
export const value = (key: string, name: string, told: string) =>
  [
    `<p:GetStringValue_INPUT .*<p:sSubKeyName>${literally(key)}</p:sSubKeyName><p:sValueName>${name}</p:sValueName>`,
    200,
    output("GetStringValue", `<p:sValue>${told}</p:sValue>`),
  ] as const;

/** What a value that is not there is. */
const NO_VALUE = [
  "<p:GetStringValue_INPUT",
  200,
  output("GetStringValue", '<p:sValue xsi:nil="true"/>', "2"),
] as const;

/** Who belongs to a group. */
export const members = (name: string, of: readonly string[]) =>
  [`FROM Win32_GroupUser .*,Name=\\\\"${literally(name)}\\\\"`, 200, found(of)] as const;

const program = (
  key: string,
  [name, version, publisher]: readonly [string, string?, string?],
): WindowsAnswers => [
  value(key, "DisplayName", name),
  ...(version === undefined ? [] : [value(key, "DisplayVersion", version)]),
  ...(publisher === undefined ? [] : [value(key, "Publisher", publisher)]),
];

const USERS = [
  user("Administrator", 500, { Description: "Built-in account for administering the computer/domain" }),
  user("alice", 1001, { FullName: "Alice \u202eשָׁלוֹם & <Co>", PasswordExpires: "false" }),
  user("DefaultAccount", 503, { Disabled: "true", PasswordRequired: "false" }),
  user("Guest", 501, { Disabled: "true", PasswordRequired: "false" }),
  user("O'Neil Zoë", 1002, { Lockout: "true" }),
];

const SYSTEM_ACCOUNTS = [
  ["Authenticated Users", "S-1-5-11"],
  ["INTERACTIVE", "S-1-5-4"],
].map(([Name = "", SID = ""]) =>
  instance("Win32_SystemAccount", { Caption: `${HOST}\\${Name}`, Domain: HOST, Name, SID, SIDType: "5" }),
);

const GROUPS = [
  group("Administratoren", "S-1-5-32-544"),
  group("Users", "S-1-5-32-545"),
  group("Guests", "S-1-5-32-546"),
  group("Power Users", "S-1-5-32-547"),
  group("Backup Operators", "S-1-5-32-551"),
  group("Ops & <Dev>", `${MACHINE}-1010`),
];

const LOGINS = [
  instance("Win32_NetworkLoginProfile", {
    Caption: "NT AUTHORITY\\SYSTEM",
    LastLogon: null,
    Name: "NT AUTHORITY\\SYSTEM",
    PasswordAge: null,
  }),
  instance("Win32_NetworkLoginProfile", {
    Caption: "alice",
    LastLogon: datetime("LastLogon", "2026-11-27T18:03:04.5+01:00"),
    Name: `${HOST}\\alice`,
    PasswordAge: interval("PasswordAge", "P10DT1H2M3S"),
  }),
  instance("Win32_NetworkLoginProfile", {
    Caption: "Guest",
    LastLogon: "**************.******+***",
    Name: `${HOST}\\Guest`,
    PasswordAge: "00000000000000.000000:000",
  }),
];

const SERVICES = [
  service("Spooler", {
    Description: "This service spools print jobs. Ask for Password=Canary-Description-4 first.",
    DisplayName: "Druckwarteschlange",
  }),
  service("w32time", { StartMode: "Manual", StartName: "NT AUTHORITY\\LocalService", State: "Stopped" }),
  service("BackupAgent", {
    AcceptPause: "true",
    DelayedAutoStart: "true",
    PathName: '"C:\\Program Files\\Backup\\agent.exe" --server nas1 --password Canary-Service-1',
    StartName: ".\\alice",
  }),
  service("MysqlDump", {
    PathName: "C:\\Program Files\\MySQL\\bin\\mysqldump.exe -u root -pCanary-Mysql-3 all",
    ServiceType: "Share Process",
    StartMode: "Disabled",
    State: "Stopped",
  }),
  service("CDPUserSvc", { ServiceType: "Share Process", StartMode: "Auto", State: "Stopped" }),
  service("CDPUserSvc_4a3b2", { ServiceType: "Unknown" }),
  service("lonely_4a3b2", { DelayedAutoStart: null, PathName: null, StartName: null }),
];

const UPDATES = [
  ["KB5031364", "Security Update", "11/14/2026"],
  ["KB5008882", "Update", ""],
].map(([HotFixID = "", Description = "", InstalledOn = ""]) =>
  instance("Win32_QuickFixEngineering", {
    Caption: `http://support.microsoft.com/?kbid=${HotFixID.slice(2)}`,
    CSName: HOST,
    Description,
    FixComments: "",
    HotFixID,
    InstalledBy: "NT AUTHORITY\\SYSTEM",
    InstallDate: null,
    InstalledOn,
    Name: null,
    ServicePackInEffect: "",
    Status: null,
  }),
);

/** May the login do what administrators may? */
export const mayAll = (is: boolean) =>
  [
    "<p:CheckAccess_INPUT ",
    200,
    output("CheckAccess", `<p:bGranted>${is}</p:bGranted>`, is ? "0" : "5"),
  ] as const;

/** A member server with Windows Server 2022, as it answers an administrator. */
export const WINDOWS_2022: WindowsAnswers = [
  ["Win32_OperatingSystem", 200, operatingSystem({ ...SERVER_2022, ProductType: "3" })],
  ["Win32_ComputerSystem", 200, page("Enumerate", [MEMBER_SERVER])],
  ["FROM Win32_UserAccount WHERE LocalAccount=TRUE<", 200, found(USERS)],
  ["FROM Win32_SystemAccount<", 200, found(SYSTEM_ACCOUNTS)],
  ["FROM Win32_Group WHERE LocalAccount=TRUE<", 200, found(GROUPS)],
  members("Administratoren", [
    member("Administratoren", "Win32_UserAccount", "Administrator"),
    member("Administratoren", "Win32_UserAccount", "Alice"),
    member("Administratoren", "Win32_Group", "Domain Admins", "CORP"),
  ]),
  members("Users", [
    member("Users", "Win32_SystemAccount", "INTERACTIVE"),
    member("Users", "Win32_SystemAccount", "Authenticated Users"),
    member("Users", "Win32_UserAccount", "O'Neil Zoë"),
  ]),
  members("Guests", [member("Guests", "Win32_UserAccount", "Guest")]),
  members("Backup Operators", [member("Backup Operators", "Win32_UserAccount", "O'Neil Zoë")]),
  members("Ops &amp; &lt;Dev&gt;", [member("Ops & <Dev>", "Win32_UserAccount", "bob", "CORP")]),
  ["FROM Win32_GroupUser ", 200, found([])],
  mayAll(true),
  ["FROM Win32_Service<", 200, found(SERVICES.slice(0, 3), "uuid:5EC7")],
  ["<n:EnumerationContext>uuid:5EC7<", 200, foundMore(SERVICES.slice(3))],
  ["/TaskScheduler/\\*<.*FROM MSFT_ScheduledTask<", 200, found(SCHEDULED)],
  ["FROM Win32_QuickFixEngineering<", 200, found(UPDATES)],
  keys(UNINSTALL, ["{GUID-1}", "Git_is1", "AddressBook", "A &amp; B"]),
  keys(UNINSTALL_32, ["Old"]),
  ...program(`${UNINSTALL}\\{GUID-1}`, ["Microsoft Edge", "119.0.2151.58", "Microsoft Corporation"]),
  ...program(`${UNINSTALL}\\Git_is1`, ["Git version 2.43 \u202e(שלום)"]),
  ...program(`${UNINSTALL}\\A &amp;amp; B`.replaceAll("&amp;amp;", "&amp;"), ["A &amp; B", "1", ""]),
  ...program(`${UNINSTALL_32}\\Old`, ["Tool password=Canary-Program-8", "3.1", "Tool &lt;makers&gt;"]),
  NO_VALUE,
  ["FROM Win32_NetworkLoginProfile<", 200, found(LOGINS)],
];
