import { expect, it } from "vitest";
import { inventoryIn } from "../../../test/inventory/answer.ts";
import { systemd } from "../../../test/samples/systemd.ts";

it("reads the services that systemd knows, and those whose files alone are there", async () => {
  const { services } = await inventoryIn(systemd);
  expect(services).toEqual({
    state: "collected",
    entries: [
      {
        key: "app",
        name: "app",
        source: "systemd",
        startType: "Manual",
        state: "failed",
        userName: "app",
        binaryPathName: "/bin/a --token ***; /bin/b",
        serviceType: "oneshot",
      },
      {
        key: "hidden",
        name: "hidden",
        source: "systemd",
        startType: "Disabled",
        state: "stopped",
        userName: "root",
      },
      { key: "odd", name: "odd", source: "systemd" },
      { key: "spare", name: "spare", source: "systemd", startType: "Manual" },
      {
        key: "ssh",
        name: "ssh",
        source: "systemd",
        description: "OpenBSD Secure Shell server",
        startType: "Automatic",
        state: "running",
        userName: "root",
        binaryPathName: "/usr/sbin/sshd -D $SSHD_OPTS",
        serviceType: "notify",
        dependentServices: ["app.service", "other.service"],
      },
    ],
  });
});

it("reads its timers, with what they run and whom as", async () => {
  const { scheduledTasks } = await inventoryIn(systemd);
  expect(scheduledTasks?.entries).toEqual([
    {
      key: "systemd:app",
      name: "app",
      source: "systemd",
      taskPath: "/etc/systemd/system/app.timer",
      userName: "app",
      description: "Runs the app",
      isEnabled: true,
      nextRunTimeUtc: "2026-11-29T06:00:00Z",
      lastRunTimeUtc: "2026-11-28T06:00:01Z",
      triggers: [
        { enabled: true, schedule: "*-*-* 06:00:00" },
        { enabled: true, schedule: "OnBootUSec=15min" },
      ],
      actions: [{ execute: "/bin/a --token ***; /bin/b" }],
    },
    {
      key: "systemd:idle",
      name: "idle",
      source: "systemd",
      taskPath: "idle.timer",
      isEnabled: false,
      triggers: [],
      actions: [],
    },
    {
      key: "systemd:off",
      name: "off",
      source: "systemd",
      taskPath: "off.timer",
      isEnabled: false,
      triggers: [],
      actions: [],
    },
  ]);
});

it("reads nothing of what it does not know, and keeps nothing that a terminal would obey", async () => {
  const odd = "\u001b]0;x\u0007\u202e\u0000";
  const name = `a${odd}b`;
  const inventory = await inventoryIn(
    [
      "@passwd",
      `root:x:0:0:${name}:/${name}:/${name}`,
      `${name}:x:1:1::/:/bin/sh`,
      "nobody:x:x:x",
      "@shadow",
      `${name}:S`,
      "ghost:S:1:2:3",
      "@group",
      `${name}::1:root`,
      `wheel::x:${name},root`,
      "bare",
      "@lastlog",
      `root ${name}`,
      "root @99999999999999",
      "@sudoers",
      `@file /${name}`,
      `root ALL=(ALL) /${name}`,
      "@doas",
      `permit root cmd ${name}`,
      "@keys",
      "ssh-ed25519 without an owner",
      `@file root`,
      `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA ${name}`,
      "ssh-ed25519 ////C3NzaC1lZDI1NTE5AAAAIAAA x",
      "@file",
      `@denied /root/${name}`,
      "@init",
      "orphan",
      `@service ${name} ${name} x y`,
      "no assignment",
      `description=${name}`,
      "=x",
      "@service sysv",
      "@rc",
      "@service",
      `@service /etc/rc.d/${name}`,
      `command=${name}`,
      "@smf",
      "online",
      `online ${name}`,
      "@src",
      ` ${name} active`,
      ` uid = "x"`,
      "@crontabs",
      `@file /etc/cron.d/${name}`,
      `* * * * * root ${name}`,
      "* * * * * root \u0007",
      "* * * * * root",
      "@file /etc/anacrontab",
      `1 1 ${name} ${name}`,
      "1 1 \u0007 x",
      "@file",
      "* * * * * x",
      "@cron-folders",
      name,
      `/etc/cron.daily/${name}`,
      "/etc/cron.daily/\u0007",
      "@at",
      "@file",
      "@file /at/\u0007",
      `@file /at/${name}`,
      name,
      "@software",
      `dpkg\t${name}\t${name}\t${name}\tx\t${name}\t${name}`,
      `${name}\tx\t1`,
      "dpkg",
      "dpkg\tx",
      "",
    ].join("\n"),
  );
  const told = JSON.stringify(inventory);
  expect(told).not.toMatch(/\\u|[\p{Cc}\p{Cf}]/u);
  expect(Object.values(inventory).map(({ entries }) => entries.length)).toEqual([2, 2, 4, 8, 2]);
  expect(inventory.users).toMatchObject({ state: "denied", missing: ["/root/ab"] });
});
