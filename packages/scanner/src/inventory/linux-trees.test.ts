import { describe, expect, it } from "vitest";
import { MARKER, named, readCanaries as read, readTree, treeGate } from "../../test/inventory/tree.ts";
import { alpine, arch, redHat } from "../../test/samples/linux-trees.ts";

const gate = treeGate();
const times = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => line(index)).join("");

describe.skipIf(gate.skip)(gate.title("the files of another system"), () => {
  it("of an Alpine are read", async () => {
    const inventory = await read(alpine);
    expect(Object.fromEntries(Object.entries(inventory).map(([name, { state }]) => [name, state]))).toEqual({
      users: "collected",
      groups: "collected",
      services: "collected",
      scheduledTasks: "collected",
      software: "collected",
    });
    const { users, groups, services, scheduledTasks, software } = inventory;
    expect(users?.entries.map(({ name }) => name)).toEqual([
      "app",
      "nobody",
      "old",
      "open",
      "operator",
      "root",
    ]);
    expect(named(users, "app")).toEqual({
      key: "app",
      name: "app",
      displayName: "App",
      unixId: 1000,
      unixGroupId: 1000,
      homeDirectory: "/home/app",
      shell: "/bin/ash",
      privilege: "SuperUser",
      privilegedBy: [
        "doas: permit nopass app as backup cmd /bin/tar",
        "doas: permit persist :wheel (%wheel)",
        "doas: permit setenv app cmd reboot",
        "group wheel",
      ],
      isDisabled: true,
      passwordState: "locked",
      passwordChangedDateTimeUtc: "2024-10-04T00:00:00Z",
      passwordExpirationDateTimeUtc: "2025-01-02T00:00:00Z",
      accountExpirationDateTimeUtc: "2026-02-16T00:00:00Z",
      authorizedKeys: [],
    });
    expect(named(users, "root")).toMatchObject({
      passwordState: "set",
      isDisabled: false,
      authorizedKeys: [
        { type: "ssh-ed25519", comment: "other desk" },
        { type: "ssh-ed25519", thumbprint: expect.stringMatching(/^SHA256:.{43}$/) },
      ],
    });
    expect(named(users, "old")).toMatchObject({ passwordState: "set", privilege: "LinuxUser" });
    expect(named(users, "open")).toMatchObject({ passwordState: "empty", isDisabled: false });
    expect(named(users, "operator")).toMatchObject({ isDisabled: true });
    expect(groups?.entries.map(({ name, members }) => [name, members.map((each) => each.name)])).toEqual([
      ["app", ["app"]],
      ["root", ["operator", "root"]],
      ["users", ["app"]],
      ["wheel", ["app", "root"]],
    ]);
    expect(services?.entries).toEqual([
      expect.objectContaining({
        name: "app",
        source: "openrc",
        userName: "app",
        startType: "Manual",
        state: "stopped",
        binaryPathName: "/srv/app --token ***",
      }),
      expect.objectContaining({
        name: "sshd",
        description: "OpenBSD Secure Shell server",
        startType: "Automatic",
        state: "running",
      }),
    ]);
    const tasks = scheduledTasks?.entries.map(({ source, userName, actions, triggers }) =>
      [source, userName, actions[0]?.execute, triggers[0]?.schedule].join(" ; "),
    );
    expect(tasks?.toSorted()).toEqual([
      "crontab ; root ; echo %*** ; @daily",
      "crontab ; root ; mysqldump -p*** db ; 0 2 * * *",
      "crontab ; root ; mysqldump -p*** db ; 0 2 * * *",
      "crontab ; root ; run-parts /etc/periodic/15min ; */15 * * * *",
      "periodic ; root ; /etc/periodic/daily/backup ; daily",
    ]);
    expect(new Set(scheduledTasks?.entries.map(({ key }) => key)).size).toBe(5);
    expect(named(software, "musl")).toEqual({
      key: "apk:musl:x86_64",
      name: "musl",
      source: "apk",
      version: "1.2.5-r0",
      description: "the musl c library",
      architecture: "x86_64",
      publisher: "Someone <s@example.org>",
    });
  });

  it("of an Alpine are read as far as an account may", async () => {
    const keys = "/home/app/.ssh/authorized_keys";
    const { users, scheduledTasks, software } = await read(alpine, "account");
    expect(users).toMatchObject({ state: "denied", missing: ["/etc/shadow", keys] });
    expect(users?.message).toBe(
      `The login may not read /etc/shadow, ${keys}. It needs the rights of the super user.`,
    );
    expect(named(users, "app")?.authorizedKeys).toBeUndefined();
    expect(named(users, "root")?.passwordState).toBeUndefined();
    expect(named(users, "root")?.isDisabled).toBeUndefined();
    expect(software?.state).toBe("collected");
    expect(scheduledTasks?.state).toBe("collected");
  });

  it("of a Red Hat are read", async () => {
    const { users, services, scheduledTasks, software } = await read(redHat);
    expect(users?.state).toBe("collected");
    expect(named(users, "dev")).toMatchObject({
      privilege: "SuperUser",
      privilegedBy: [
        "sudoers: ALL = (ALL:ALL) ALL",
        "sudoers: ALL=(ALL) /bin/true (#1001)",
        "sudoers: ALL=(ALL) ALL (ALL)",
        "sudoers: ALL=ALL",
      ],
    });
    expect(named(users, "svc")).toMatchObject({
      privilege: "LinuxUser",
      privilegedBy: [
        "sudoers: ALL=(ALL) ALL (ALL)",
        "sudoers: ALL=(app) NOPASSWD: /bin/run --password=***",
        "sudoers: ALL=(root) /bin/more",
        "sudoers: ALL=/bin/ls",
      ],
      isDisabled: false,
      authorizedKeys: [{ type: "ssh-ed25519", comment: "by home" }],
    });
    expect(named(users, "root")?.lastLogonTimestamp).toBe("2026-05-28T15:00:00Z");
    expect(
      services?.entries.map(({ name, source, startType, userName, binaryPathName }) => [
        name,
        source,
        startType,
        userName,
        binaryPathName,
      ]),
    ).toEqual([
      ["clean", "systemd", "Manual", "svc", "/usr/bin/clean"],
      ["httpd", "systemd", "Automatic", "apache", "/usr/sbin/httpd --token ***"],
      ["network", "sysv", "Automatic", "root", "/etc/init.d/network"],
      ["telnet", "systemd", "Disabled", undefined, undefined],
    ]);
    const tasks = scheduledTasks?.entries.map(({ source, name, userName, isEnabled, triggers, actions }) =>
      [
        source,
        name,
        userName,
        isEnabled,
        triggers.map(({ schedule }) => schedule).join(" | "),
        actions[0]?.execute,
      ].join(" ; "),
    );
    expect(tasks?.toSorted()).toEqual([
      "anacron ; cron.daily ; root ; true ; every 1 days ; nice run-parts /etc/cron.daily",
      "anacron ; cron.monthly ; root ; true ; @monthly ; run-parts /etc/cron.monthly",
      "at ; job 12 ; root ; true ; once ; backup --password=***",
      "cron.d ; TOKEN=*** /bin/run ; svc ; true ; */5 * * * * ; TOKEN=*** /bin/run",
      "cron.daily ; logrotate ; root ; true ; daily ; /etc/cron.daily/logrotate",
      "crontab ; /bin/true ; svc ; true ; 0 0 * * 1-5 ; /bin/true",
      "crontab ; run-parts /etc/cron.hourly ; root ; true ; 01 * * * * ; run-parts /etc/cron.hourly",
      "systemd ; clean ; svc ; true ; daily | OnBootSec=15min ; /usr/bin/clean",
      "systemd ; other ; apache ; false ; weekly ; /usr/sbin/httpd --token ***",
    ]);
    expect(software?.entries.map(({ key, version, publisher }) => [key, version, publisher])).toEqual([
      ["rpm:bash:x86_64", "5.1.8-9.el9", "Red Hat, Inc."],
      ["rpm:bind:x86_64", "32:9.16-1", undefined],
      ["rpm:kernel:x86_64", "5.14-1", "x"],
      ["rpm:kernel:x86_64#2", "5.14-2", "x"],
    ]);
  });

  it("are read up to the bounds of a block, as the host itself holds to them", async () => {
    const crontab = times(30_000, (index) => `* * * * * root /bin/run${index}\n`);
    const { inventory, output } = await readTree({
      "etc/crontab": `${"x".repeat(10_000)}\n* * * * * root ${"y".repeat(10_000)}\n`,
      ...Object.fromEntries(["a", "b", "c", "d", "e", "f"].map((name) => [`etc/cron.d/${name}`, crontab])),
    });
    expect(inventory.scheduledTasks?.state).toBe("cutOff");
    expect(output).toContain(`\n${MARKER} cut\n`);
    const block = output.slice(
      output.indexOf(`${MARKER} crontabs`),
      output.indexOf(`${MARKER} cron-folders`),
    );
    expect(block.length).toBeLessThan(500_200);
    expect(Math.max(...block.split("\n").map((line) => line.length))).toBe(4_096);
  });

  it("of an Arch are read", async () => {
    const { services, software, users } = await read(arch);
    expect(software?.entries.map(({ key, version }) => [key, version])).toEqual([
      ["brew:jq:", "1.7.1"],
      ["pacman:bash:x86_64", "5.2.26-2"],
      ["pacman:zlib:", "1"],
    ]);
    expect(services?.state).toBe("unsupported");
    expect(users?.entries[0]).toMatchObject({ name: "root", passwordState: undefined });
  });
});
