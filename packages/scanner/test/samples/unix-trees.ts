import { CANARY } from "../inventory/canary.ts";
import type { TreeFile } from "../inventory/tree.ts";

/** A FreeBSD. */
export const freeBsd: Readonly<Record<string, TreeFile>> = {
  "etc/passwd":
    "root:*:0:0:Charlie &:/root:/bin/csh\ntoor:*:0:0::/root:\njoe:*:1001:1001:Joe:/home/joe:/bin/sh\n",
  "etc/master.passwd": {
    secret: `root:${CANARY.hash}:0:0::0:0:Charlie &:/root:/bin/csh\ntoor:*:0:0::0:0::/root:\njoe:${CANARY.hash}:1001:1001::1790000000:1770000000:Joe:/home/joe:/bin/sh\n`,
  },
  "etc/group": "wheel:*:0:root\njoe:*:1001:\n",
  "usr/bin/lastlogin": {
    program: "#!/bin/sh\necho 'joe       pts/0    10.0.0.2      Fri May  1 08:09:10 2026'\n",
  },
  "etc/rc.subr": "",
  "etc/defaults/rc.conf": 'sshd_enable="NO"\nntpd_enable="NO"\nntpd_user="ntpd"\n',
  "etc/rc.conf": `sshd_enable="YES"\nsyslogd_enable=YES # yes\nntpd_flags="-p ${CANARY.option}"\n`,
  "etc/rc.d/sshd": {
    program:
      '#!/bin/sh\nname="sshd"\ndesc="Secure Shell Daemon"\nrcvar="sshd_enable"\ncommand="/usr/sbin/\x24{name}"\n',
  },
  "etc/rc.d/ntpd": {
    program: '#!/bin/sh\nname="ntpd"\nrcvar="\x24{name}_enable"\ncommand="/usr/sbin/ntpd"\n',
  },
  "etc/rc.d/syslogd": { program: "#!/bin/sh\nname=syslogd\n" },
  "var/cron/tabs/joe": "@reboot /home/joe/start\n",
  "usr/local/sbin/pkg": {
    program:
      "#!/bin/sh\nprintf 'pkg\\tcurl\\t8.7.1\\tFreeBSD:14:amd64\\t1700000000\\tsunpoet@FreeBSD.org\\tTransfer tool\\n'\n",
  },
};

/** An OpenBSD. */
export const openBsd: Readonly<Record<string, TreeFile>> = {
  "etc/passwd": "root:*:0:0:Charlie &:/root:/bin/ksh\n",
  "etc/master.passwd": { secret: `root:${CANARY.hash}:0:0:daemon:0:0:Charlie &:/root:/bin/ksh\n` },
  "etc/group": "wheel:*:0:root\n",
  "etc/rc.d/rc.subr": "",
  "etc/rc.conf": "sshd_flags=\nhttpd_flags=NO\n",
  "etc/rc.conf.local": `httpd_flags=-v\nsmtpd_flags=NO\npkg_scripts="dbus_daemon"\n`,
  "etc/rc.d/sshd": { program: '#!/bin/ksh\ndaemon="/usr/sbin/sshd"\n' },
  "etc/rc.d/httpd": { program: '#!/bin/ksh\ndaemon="/usr/sbin/httpd"\n' },
  "etc/rc.d/smtpd": { program: '#!/bin/ksh\ndaemon="/usr/sbin/smtpd"\n' },
  "etc/rc.d/dbus_daemon": {
    program: '#!/bin/ksh\ndaemon="/usr/local/bin/dbus-daemon"\ndaemon_user="_dbus"\n',
  },
  "var/cron/tabs/root": "0\t~\t*\t*\t*\t-ns\t/usr/libexec/spamd-setup\n",
  "var/db/pkg/curl-8.7.1/+CONTENTS": "",
  "var/db/pkg/none/+CONTENTS": "",
};

/** A Solaris; its programs are fixtures. */
export const solaris: Readonly<Record<string, TreeFile>> = {
  "etc/passwd": "root:x:0:0:Super-User:/root:/usr/bin/bash\nora:x:100:100::/export/ora:/bin/sh\n",
  "etc/shadow": { secret: `root:${CANARY.hash}:18000::::::\nora:NP:18000::::::\n` },
  "etc/group": "root::0:\nsysadmin::14:\n",
  "usr/bin/svcs": {
    program:
      "#!/bin/sh\necho 'online         svc:/network/ssh:default'\necho 'disabled       svc:/network/telnet:default'\necho 'maintenance    svc:/application/db:default'\necho 'legacy_run     lrc:/etc/rc2_d/S99x'\necho 'nothing'\n",
  },
  "var/spool/cron/crontabs/ora": "0 3 * * 0 /export/ora/run\n",
  "var/spool/cron/atjobs/1790000000.a": "cd /export/ora || {\n}\necho hi\n",
  "var/sadm/pkg/SUNWcsu/pkginfo":
    "PKG=SUNWcsu\nNAME=Core Solaris, (Usr)\nVERSION=11.11\nARCH=i386\nVENDOR=Oracle\n",
};

/** An AIX; its programs are fixtures. */
export const aix: Readonly<Record<string, TreeFile>> = {
  "etc/passwd":
    "root:!:0:0::/:/usr/bin/ksh\noper:!:200:1::/home/oper:/usr/bin/ksh\nguest:*:100:100::/home/guest:\n",
  "etc/security/passwd": {
    secret: `root:\n\tpassword = ${CANARY.hash}\n\tlastupdate = 1700000000\n\tflags = \n\noper:\n\tpassword = *\n\nopen:\n\tflags = NOCHECK\n`,
  },
  "etc/security/user": "default:\n",
  "etc/security/lastlog": { secret: "root:\n\ttime_last_login = 1750000000\n\ttty_last_login = ssh\n" },
  "etc/group": "system:!:0:root\nstaff:!:1:oper\n",
  "usr/bin/lssrc": {
    program:
      "#!/bin/sh\necho 'Subsystem         Group            PID          Status'\necho ' sshd             ssh              123456       active'\necho ' qdaemon          spooler                       inoperative'\n",
  },
  "usr/bin/odmget": {
    program: `#!/bin/sh\nprintf 'SRCsubsys:\\n\\tsubsysname = "sshd"\\n\\tcmdargs = "-D --password=${CANARY.cron}"\\n\\tpath = "/usr/sbin/sshd"\\n\\tuid = 0\\n'\nprintf 'SRCsubsys:\\n\\tsubsysname = "qdaemon"\\n\\tpath = "/usr/sbin/qdaemon"\\n\\tuid = 9\\n'\n`,
  },
  "usr/bin/lslpp": {
    program:
      "#!/bin/sh\necho '/usr/lib/objrepos:bos.rte:7.2.5.0::COMMITTED:I:x:Base Operating System Runtime'\n",
  },
};

/** A macOS; its programs are fixtures. */
export const macOs: Readonly<Record<string, TreeFile>> = {
  "etc/passwd": "root:*:0:0:System Administrator:/var/root:/bin/sh\n",
  "etc/group": "wheel:*:0:root\n",
  "usr/bin/dscl": {
    program: `#!/bin/sh
if [ $3 = /Users ]; then cat <<EOT
NFSHomeDirectory: /Users/ada
PrimaryGroupID: 20
RealName:
 Ada L: Lovelace
RecordName: ada
UniqueID: 501
UserShell: /bin/zsh
-
PrimaryGroupID: 0
RealName: System Administrator
RecordName: root BUILTIN\\\\Local
UniqueID: 0
EOT
else cat <<EOT
GroupMembership: root ada
PrimaryGroupID: 80
RecordName: admin BUILTIN
-
PrimaryGroupID: 20
RecordName: staff
EOT
fi
`,
  },
  "Library/LaunchDaemons/org.example.backup.plist": `<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0">
<dict>
	<key>Label</key>
	<string>org.example.backup</string>
	<key>EnvironmentVariables</key>
	<dict>
		<key>PASSWORD</key>
		<string>${CANARY.environment}</string>
	</dict>
	<key>ProgramArguments</key>
	<array>
		<string>/usr/local/bin/backup</string>
		<string>--password=${CANARY.cron}</string>
		<string>a&amp;b</string>
	</array>
	<key>UserName</key>
	<string>ada</string>
	<key>StartCalendarInterval</key>
	<dict>
		<key>Hour</key>
		<integer>3</integer>
		<key>Minute</key>
		<integer>0</integer>
	</dict>
</dict>
</plist>
`,
  "System/Library/LaunchDaemons/ssh.plist":
    "<plist>\n<dict>\n<key>Label</key>\n<string>com.openssh.sshd</string>\n<key>Disabled</key>\n<true/>\n<key>Program</key>\n<string>/usr/sbin/sshd</string>\n</dict>\n</plist>\n",
  "System/Library/LaunchDaemons/tick.plist":
    "<plist>\n<dict>\n<key>Label</key>\n<string>com.example.tick</string>\n<key>RunAtLoad</key>\n<true/>\n<key>Disabled</key>\n<false/>\n<key>StartInterval</key>\n<integer>300</integer>\n<key>Program</key>\n<string>/bin/tick</string>\n</dict>\n</plist>\n",
  "System/Library/LaunchDaemons/other.plist": "bplist00\u0001",
};
