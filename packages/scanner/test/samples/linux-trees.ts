import { CANARY } from "../inventory/canary.ts";
import type { TreeFile } from "../inventory/tree.ts";

const KEY = "AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

const OTHER_KEY = "AAAAC3NzaC1lZDI1NTE5AAAAIP//////////////////////////////////////////";

/** Alpine: OpenRC, apk, busybox's cron. */
export const alpine: Readonly<Record<string, TreeFile>> = {
  "etc/passwd": [
    "root:x:0:0:root:/root:/bin/ash",
    "operator:x:11:0:operator:/root:/sbin/nologin",
    "nobody:x:65534:65534:nobody:/:/sbin/nologin",
    `old:${CANARY.hash}:1001:1001:Old one:/home/old:/bin/ash`,
    "app:x:1000:1000:App, Room 1:/home/app:/bin/ash",
    "open:x:1002:1002::/home/open:/bin/ash",
    "app:x:4711:4711:twice:/:/bin/sh",
    "+nis::::::",
    "short:x",
    "",
  ].join("\n"),
  "etc/shadow": {
    secret: [
      `root:${CANARY.hash}:20000:0:99999:7:::`,
      "nobody:!:20000::::::",
      `app:!${CANARY.hash}:20000:0:90:7::20500:`,
      "open::20000:0:90:7:::",
      `root${CANARY.hash}`,
      `${CANARY.hash}:x:1:2`,
      `old:x:${CANARY.hash}:1`,
      "",
    ].join("\n"),
  },
  "etc/group": "root:x:0:root\nwheel:x:10:root,app\napp:x:1000:\nwheel:x:11:\nusers:!:100:app,no such\n",
  "etc/doas.conf": `# all\npermit persist :wheel\npermit nopass app as backup cmd /bin/tar\npermit setenv { PASSWORD=${CANARY.environment} } app cmd reboot\ndeny app\npermit\n`,
  "root/.ssh/authorized_keys": [
    `command="echo \\"x ssh-ed25519 AAAA ${CANARY.option} \\"",no-pty ssh-ed25519 ${KEY} me@desk`,
    `environment="PASSWORD=${CANARY.option}" ssh-ed25519 ${KEY}`,
    `no-pty ssh-ed25519 ${OTHER_KEY} other desk`,
    "# a comment",
    "ssh-rsa AAAA wrong",
    "ssh-rsa no*base64",
    `${CANARY.option} no key`,
    `one two three ${CANARY.option}`,
    "",
  ].join("\n"),
  "home/app/.ssh/authorized_keys": { link: "/etc/shadow" },
  "etc/init.d/sshd": {
    program:
      '#!/sbin/openrc-run\ndescription="OpenBSD Secure Shell server"\ncommand="/usr/sbin/sshd"\ncommand_args="-o PidFile=none"\n',
  },
  "etc/init.d/app": {
    program: `#!/sbin/openrc-run\ncommand=/srv/app\ncommand_args="--token ${CANARY.cron}"\ncommand_user="app:app"\n`,
  },
  "etc/init.d/README": "none",
  "etc/runlevels/default/sshd": { link: "/etc/init.d/sshd" },
  "run/openrc/started/sshd": { link: "/etc/init.d/sshd" },
  "etc/periodic/daily/backup": { program: "#!/bin/sh\n" },
  "var/spool/cron/crontabs/root": `# min hour\nMAILTO=me\nPASSWORD=${CANARY.cron}\n*/15 * * * * run-parts /etc/periodic/15min\n0 2 * * * mysqldump -p${CANARY.cron} db\n0 2 * * * mysqldump -p${CANARY.cron} db\n@daily echo %${CANARY.cron}%\nnot a line\n5 x! * * * bad\n`,
  "lib/apk/db/installed": [
    "C:Q1x=\nP:musl\nV:1.2.5-r0\nA:x86_64\nT:the musl c library\nm:Someone <s@example.org>",
    "P:busybox\nV:1.36.1-r29\nA:x86_64\n",
  ].join("\n\n"),
};

/** A Red Hat whose systemd does not run, as in a container. */
export const redHat: Readonly<Record<string, TreeFile>> = {
  "etc/passwd":
    "root:x:0:0:root:/root:/bin/bash\nsvc:x:1000:1000::/home/svc:/bin/bash\ndev:x:1001:1001::/home/dev:/bin/bash\n",
  "etc/shadow": { secret: "root:*:20000:0:99999:7:::\nsvc:!!:20000:0:99999:7:::\n" },
  "etc/group": "root:x:0:\nwheel:x:10:\nsvc:x:1000:\n",
  "etc/sudoers": {
    secret: [
      "Defaults env_keep += \\",
      `  "${CANARY.environment}"`,
      "# comment",
      "User_Alias ADMINS = dev, %ops : OTHERS = svc",
      "Cmnd_Alias WEB = /bin/systemctl restart \\",
      "   httpd",
      "root ALL=(ALL) ALL",
      "%wheel ALL=(ALL) NOPASSWD: ALL",
      "ADMINS, !svc ALL = (ALL:ALL) ALL",
      `svc ALL=(app) NOPASSWD: /bin/run --password=${CANARY.cron}`,
      "OTHERS ALL=/bin/ls",
      "ALL ALL=(ALL) ALL",
      "#1001 ALL=(ALL) /bin/true",
      "not a rule",
      "#includedir /etc/sudoers.d",
      "@include other rules",
      "@include /etc/sudoers.more",
    ].join("\n"),
  },
  "etc/sudoers.d/dev": { secret: "dev ALL=ALL" },
  "etc/sudoers.d/dev.rpmsave": { secret: "svc ALL=ALL" },
  "etc/sudoers.more": { secret: "@include sudoers\nsvc ALL=(root) /bin/more\n" },
  "etc/ssh/sshd_config":
    "AuthorizedKeysFile /etc/ssh/keys/%u %h/.ssh/keys none\nMatch all\nAuthorizedKeysFile none\n",
  "etc/ssh/keys/svc": `ssh-ed25519 ${KEY} by name`,
  "home/svc/.ssh/keys": `ssh-ed25519 ${KEY} by home`,
  "usr/lib/systemd/system/httpd.service": [
    "[Unit]\nDescription=The Apache HTTP Server",
    "[Service]\nType=notify",
    `Environment=PASSWORD=${CANARY.environment}`,
    "ExecStart=-/usr/sbin/httpd \\",
    "  -DFOREGROUND",
    "[Install]\nWantedBy=multi-user.target\n",
  ].join("\n"),
  "etc/systemd/system/httpd.service.d/user.conf": `[Service]\nUser=apache\nExecStart=\nExecStart=/usr/sbin/httpd --token ${CANARY.cron}\n`,
  "etc/systemd/system/none.service.d/user.conf": "User=nobody\n",
  "etc/systemd/system/multi-user.target.wants/httpd.service": {
    link: "/usr/lib/systemd/system/httpd.service",
  },
  "etc/systemd/system/telnet.service": { link: "/dev/null" },
  "usr/lib/systemd/system/telnet.service": "[Service]\nExecStart=/usr/sbin/telnetd\n",
  "usr/lib/systemd/system/getty@.service": "[Service]\nExecStart=/sbin/agetty\n",
  "usr/lib/systemd/system/clean.service": "[Service]\nUser=svc\nExecStart=/usr/bin/clean\n",
  "usr/lib/systemd/system/clean.timer":
    "[Timer]\nOnCalendar=daily\nOnBootSec=15min\n[Install]\nWantedBy=timers.target\n",
  "etc/systemd/system/timers.target.wants/clean.timer": { link: "/usr/lib/systemd/system/clean.timer" },
  "usr/lib/systemd/system/other.timer": "[Timer]\nUnit=httpd.service\nOnCalendar=weekly\n",
  "etc/init.d/network": { program: "#!/bin/bash\n# Short-Description: Bring up/down networking\n" },
  "etc/init.d/httpd": { program: "#!/bin/bash\n" },
  "etc/rc.d/rc3.d/S10network": { link: "/etc/init.d/network" },
  "etc/crontab": "SHELL=/bin/bash\n01 * * * * root run-parts /etc/cron.hourly\n02 * * * *\n",
  "etc/cron.d/0hourly": `*/5 * * * * svc TOKEN=${CANARY.cron} /bin/run\n`,
  "etc/cron.d/old.rpmsave": "1 1 1 1 1 root no\n",
  "etc/anacrontab":
    "RANDOM_DELAY=45\n1 5 cron.daily nice run-parts /etc/cron.daily\n@monthly 45 cron.monthly run-parts /etc/cron.monthly\nx\n",
  "etc/cron.daily/logrotate": { program: "#!/bin/sh\n" },
  "var/spool/cron/svc": "0 0 * * 1-5 /bin/true\n",
  "var/spool/at/a0000c01c3f5a0": [
    "#!/bin/sh\n# atrun uid=0 gid=0\n# mail root 0\numask 22",
    `SECRET=${CANARY.environment}; export SECRET`,
    "cd /root || {\n\t echo 'Execution directory inaccessible' >&2\n\t exit 1\n}",
    `LATE=${CANARY.environment}; export LATE`,
    "\x24{SHELL:-/bin/sh} << 'marcinDELIMITER2f9d2fe1'",
    `backup --password=${CANARY.cron}`,
    "marcinDELIMITER2f9d2fe1\n",
  ].join("\n"),
  "var/spool/at/.SEQ": "c",
  "var/lib/rpm/Packages": "",
  "usr/bin/rpm": {
    program:
      "#!/bin/sh\nprintf 'rpm\\tbash\\t(none):5.1.8-9.el9\\tx86_64\\t1700000000\\tRed Hat, Inc.\\tThe GNU Bourne Again shell\\nrpm\\tbind\\t32:9.16-1\\tx86_64\\t1700000000\\t(none)\\tDNS\\nrpm\\tkernel\\t(none):5.14-1\\tx86_64\\t1\\tx\\ty\\nrpm\\tkernel\\t(none):5.14-2\\tx86_64\\t1\\tx\\ty\\nnothing\\n'\n",
  },
  "usr/bin/lastlog": {
    program:
      "#!/bin/sh\necho 'Username         Port     From             Latest'\necho 'root             pts/0    10.0.0.1         Thu May 28 17:00:00 +0200 2026'\necho 'svc                                        **Never logged in**'\n",
  },
};

/** An Arch, with what Homebrew has laid in beside it. */
export const arch: Readonly<Record<string, TreeFile>> = {
  "etc/passwd": "root:x:0:0::/root:/usr/bin/bash\n",
  "etc/group": "root:x:0:\n",
  "var/lib/pacman/local/bash-5.2/desc":
    "%NAME%\nbash\n\n%VERSION%\n5.2.26-2\n\n%DESC%\nThe shell\n\n%ARCH%\nx86_64\n\n%INSTALLDATE%\n1700000000\n\n%PACKAGER%\nSomeone\n",
  "var/lib/pacman/local/zlib-1/desc": "%NAME%\nzlib\n\n%VERSION%\n1\n",
  "home/linuxbrew/.linuxbrew/Cellar/jq/1.7.1/x": "",
};
