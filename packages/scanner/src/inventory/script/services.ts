import { type Block, block } from "./block.ts";

/** Whether systemd runs the host; in a container its files may be there without it. */
const SYSTEMD_RUNS = "[ -d /run/systemd/system ] && has systemctl && systemctl show -p Version | grep -q =";

/** The name of the file `$f`, without a process of its own. */
const BASENAME = "$" + "{f##*/}";

/** What is read of a unit's file, where systemd does not run. */
const KEYS =
  "Description|ExecStart|User|Type|WantedBy|Unit|OnCalendar|OnActiveSec|OnBootSec|OnStartupSec|OnUnitActiveSec|OnUnitInactiveSec|WorkingDirectory";

/** Units of systemd: its services and timers. `Environment` is asked for nowhere. */
export const SYSTEMD: readonly Block[] = [
  block(
    "systemd",
    800_000,
    4_096,
    String.raw`if ${SYSTEMD_RUNS}; then
systemctl --no-pager show -p Id -p Description -p LoadState -p ActiveState -p UnitFileState -p User -p Type -p ExecStart -p RequiredBy '*.service'
fi`,
  ),
  block(
    "systemd-timers",
    200_000,
    4_096,
    String.raw`if ${SYSTEMD_RUNS}; then
systemctl --no-pager show -p Id -p Description -p Unit -p TimersCalendar -p TimersMonotonic -p NextElapseUSecRealtime -p LastTriggerUSec -p ActiveState -p UnitFileState -p FragmentPath '*.timer'
fi`,
  ),
  block(
    "systemd-files",
    500_000,
    4_096,
    String.raw`if ${SYSTEMD_RUNS}; then systemctl --no-pager --no-legend list-unit-files --type=service --type=timer
else set --
for d in /etc/systemd/system /run/systemd/system /usr/local/lib/systemd/system /usr/lib/systemd/system /lib/systemd/system; do
for f in $d/*.service $d/*.timer $d/*.service.d/*.conf $d/*.timer.d/*.conf; do
if [ -f "$f" ]; then
if [ -r "$f" ]; then set -- "$@" "$f"; else deny "$f"; fi
elif [ -c "$f" ]; then echo "$M masked $f"; fi
done
for f in $d/*.wants/*.service $d/*.wants/*.timer $d/*.requires/*.service; do
if [ -f "$f" ] || [ -h "$f" ]; then echo "$M wanted $f"; fi
done
done
[ $# -gt 0 ] && echo "$M" | awk 'NR == 1 { m = $0; next } FNR == 1 { print m " file " FILENAME; c = 0 }
c || /^[ \t]*(${KEYS})[ \t]*=/ { print; c = /\\$/ }' - "$@"
fi`,
  ),
];

/** Services where systemd does not run them: OpenRC, System V, the BSDs, Solaris and AIX. */
export const OTHER_SERVICES: readonly Block[] = [
  block(
    "init",
    300_000,
    4_096,
    String.raw`k=sysv; [ -d /etc/runlevels ] && k=openrc
if [ -d /etc/init.d ] && ! { ${SYSTEMD_RUNS}; }; then
for f in /etc/init.d/*; do
n=${BASENAME}
case $n in README|skeleton|functions|functions.sh|rc|rcS|rc.local|halt|killall|single|*.dpkg-*|*.rpm*|*~) continue;; esac
[ -f "$f" ] && [ -x "$f" ] || continue
r=
for l in /etc/runlevels/*/"$n" /etc/rc[2345].d/S[0-9][0-9]"$n" /etc/rc.d/rc[2345].d/S[0-9][0-9]"$n"; do
if [ -f "$l" ] || [ -h "$l" ]; then r=enabled; break; fi
done
a=
if [ $k = openrc ] && [ -d /run/openrc ]; then a=stopped; [ -h "/run/openrc/started/$n" ] || [ -f "/run/openrc/started/$n" ] && a=started; fi
echo "$M service $k $n $r $a"
awk '/^(command|command_args|command_user|description)=/ || /^# *Short-Description:/ || /^# *Description:/' "$f"
done
fi`,
  ),
  block(
    "rc",
    150_000,
    4_096,
    String.raw`for f in /etc/defaults/rc.conf /etc/rc.conf /etc/rc.conf.local /etc/rc.conf.d/*; do
[ -f "$f" ] && [ -r "$f" ] && [ ! -d /etc/runlevels ] && awk '/^[ \t]*[A-Za-z0-9_]+_(enable|user|flags)=/ || /^[ \t]*pkg_scripts=/ { t = $0; if (t ~ /_flags=/) { v = t; sub(/^[^=]*=/, "", v); sub(/=.*/, "=", t); t = t (v ~ /^["]?NO["]?[ \t]*(#.*)?$/ ? "NO" : "") } print t }' "$f"
done
for f in /etc/rc.d/* /usr/local/etc/rc.d/*; do
[ -f "$f" ] && [ -x "$f" ] && [ -f /etc/rc.subr -o -f /etc/rc.d/rc.subr ] || continue
echo "$M service $f"
awk '/^(desc|rcvar|command|name|daemon|daemon_user)=/' "$f"
done`,
  ),
  block("smf", 200_000, 1_024, String.raw`has svcs && svcs -aH -o state,fmri`),
  block(
    "src",
    100_000,
    1_024,
    String.raw`has lssrc && has odmget && { lssrc -a; odmget SRCsubsys | awk '$1 == "subsysname" || $1 == "path" || $1 == "cmdargs" || $1 == "uid"'; }`,
  ),
];
