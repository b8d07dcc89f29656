import { describe, expect, it } from "vitest";
import { named, readCanaries as read, treeGate } from "../../test/inventory/tree.ts";
import { aix, freeBsd, macOs, openBsd, solaris } from "../../test/samples/unix-trees.ts";

const gate = treeGate();

describe.skipIf(gate.skip)(gate.title("the files of another system"), () => {
  it("of the BSDs are read", async () => {
    const { users, services, scheduledTasks, software } = await read(freeBsd);
    expect(named(users, "joe")).toMatchObject({
      passwordState: "set",
      passwordExpirationDateTimeUtc: "2026-09-21T14:13:20Z",
      accountExpirationDateTimeUtc: "2026-02-02T02:40:00Z",
      isDisabled: true,
      lastLogonTimestamp: "2026-05-01T08:09:10Z",
    });
    expect(named(users, "toor")).toMatchObject({
      passwordState: "locked",
      privilegedBy: ["group wheel", "uid 0"],
    });
    expect(services?.entries.map(({ name, startType, userName }) => [name, startType, userName])).toEqual([
      ["ntpd", "Disabled", "ntpd"],
      ["sshd", "Automatic", "root"],
      ["syslogd", "Automatic", "root"],
    ]);
    expect(scheduledTasks?.entries[0]).toMatchObject({
      userName: "joe",
      triggers: [{ schedule: "@reboot" }],
    });
    expect(software?.entries[0]).toMatchObject({
      name: "curl",
      installedDateTimeUtc: "2023-11-14T22:13:20Z",
    });

    const open = await read(openBsd);
    expect(
      open.services?.entries.map(({ name, startType, userName }) => [name, startType, userName]),
    ).toEqual([
      ["dbus_daemon", "Automatic", "_dbus"],
      ["httpd", "Automatic", "root"],
      ["smtpd", "Disabled", "root"],
      ["sshd", "Automatic", "root"],
    ]);
    expect(open.scheduledTasks?.entries[0]?.actions).toEqual([{ execute: "/usr/libexec/spamd-setup" }]);
    expect(open.software?.entries.map(({ name, version }) => [name, version])).toEqual([["curl", "8.7.1"]]);
  });

  it("of a Solaris and an AIX are read, with fixtures of their programs", async () => {
    const sun = await read(solaris);
    expect(sun.services?.entries.map(({ name, state, startType }) => [name, state, startType])).toEqual([
      ["lrc:/etc/rc2_d/S99x", "running", "Automatic"],
      ["svc:/application/db:default", "failed", "Automatic"],
      ["svc:/network/ssh:default", "running", "Automatic"],
      ["svc:/network/telnet:default", "stopped", "Disabled"],
    ]);
    expect(
      sun.scheduledTasks?.entries.map(({ source, nextRunTimeUtc, userName }) => [
        source,
        nextRunTimeUtc,
        userName,
      ]),
    ).toEqual([
      ["at", "2026-09-21T14:13:20Z", "root"],
      ["crontab", undefined, "ora"],
    ]);
    expect(sun.software?.entries[0]).toMatchObject({ key: "svr4:SUNWcsu:i386", publisher: "Oracle" });

    const ibm = await read(aix);
    expect(named(ibm.users, "root")).toMatchObject({
      passwordState: "set",
      passwordChangedDateTimeUtc: "2023-11-14T22:13:20Z",
      lastLogonTimestamp: "2025-06-15T15:06:40Z",
    });
    expect(named(ibm.users, "oper")).toMatchObject({ passwordState: "locked" });
    expect(ibm.services?.entries).toEqual([
      {
        key: "qdaemon",
        name: "qdaemon",
        source: "src",
        state: "stopped",
        userName: "9",
        binaryPathName: "/usr/sbin/qdaemon",
      },
      {
        key: "sshd",
        name: "sshd",
        source: "src",
        state: "running",
        userName: "root",
        binaryPathName: "/usr/sbin/sshd -D --password=***",
      },
    ]);
    expect(ibm.software?.entries[0]).toMatchObject({ key: "lpp:bos.rte:", version: "7.2.5.0" });
    expect((await read(aix, "account")).users).toMatchObject({
      state: "denied",
      missing: ["/etc/security/passwd"],
    });
  });

  it("of a macOS are read, with fixtures of its programs", async () => {
    const { users, groups, services, scheduledTasks } = await read(macOs);
    expect(
      users?.entries.map(({ name, unixId, displayName, shell, privilege }) => [
        name,
        unixId,
        displayName,
        shell,
        privilege,
      ]),
    ).toEqual([
      ["ada", 501, "Ada L Lovelace", "/bin/zsh", "SuperUser"],
      ["root", 0, "System Administrator", "/bin/sh", "SuperUser"],
    ]);
    expect(groups?.entries.map(({ name, members }) => [name, ...members.map((each) => each.name)])).toEqual([
      ["admin", "ada", "root"],
      ["staff", "ada"],
      ["wheel", "root"],
    ]);
    expect(
      services?.entries.map(({ name, startType, userName, binaryPathName }) => [
        name,
        startType,
        userName,
        binaryPathName,
      ]),
    ).toEqual([
      ["com.example.tick", "Automatic", "root", "/bin/tick"],
      ["com.openssh.sshd", "Disabled", "root", "/usr/sbin/sshd"],
      ["org.example.backup", "Manual", "ada", "/usr/local/bin/backup --password=*** a&b"],
    ]);
    expect(
      scheduledTasks?.entries.map(({ name, userName, isEnabled, triggers }) => [
        name,
        userName,
        isEnabled,
        triggers[0]?.schedule,
      ]),
    ).toEqual([
      ["com.example.tick", "root", true, "every 300 s"],
      ["org.example.backup", "ada", true, "Hour 3, Minute 0"],
    ]);
  });
});
