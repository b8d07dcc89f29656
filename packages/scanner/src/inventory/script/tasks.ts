import { type Block, block } from "./block.ts";

/** What is run when: crontabs and what lies in the folders of cron, anacron and at. */
export const TASKS: readonly Block[] = [
  block(
    "crontabs",
    500_000,
    4_096,
    String.raw`for f in /etc/crontab /etc/cron.d/* /etc/anacrontab /var/spool/cron/crontabs/* /var/spool/cron/tabs/* /var/spool/cron/* /var/cron/tabs/* /usr/lib/cron/tabs/* /var/at/tabs/*; do
[ -f "$f" ] || continue
case $f in *.dpkg-*|*.rpm*|*~|*/.*|*/cron.allow|*/cron.deny) continue;; esac
[ -r "$f" ] || { deny "$f"; continue; }
echo "$M file $f"; dd bs=131072 count=1 <"$f"; echo
done
for d in /var/spool/cron/crontabs /var/spool/cron/tabs /var/spool/cron /var/cron/tabs /usr/lib/cron/tabs /var/at/tabs; do
if [ -d $d ] && [ ! -r $d ]; then deny $d; o=1; fi
done
u=$(id -un)
[ -n "$o" ] && has crontab && { echo "$M file crontab/$u"; crontab -l; }`,
  ),
  block(
    "cron-folders",
    100_000,
    1_024,
    String.raw`for f in /etc/cron.hourly/* /etc/cron.daily/* /etc/cron.weekly/* /etc/cron.monthly/* /etc/periodic/*/*; do
[ -f "$f" ] && [ -x "$f" ] && echo "$f"
done`,
  ),
  // Of a job, what it is to run; what comes before that is the environment that it was ordered in.
  block(
    "at",
    200_000,
    4_096,
    String.raw`for d in /var/spool/cron/atjobs /var/spool/atjobs /var/spool/at /var/at/jobs; do
[ -d $d ] || continue
[ -r $d ] || { deny $d; continue; }
for f in $d/*; do
[ -f "$f" ] || continue
case $f in */.*|*.SEQ) continue;; esac
[ -r "$f" ] || { deny "$f"; continue; }
o=$(ls -ld "$f" | awk '{ print $3 }')
echo "$M file $f $o"
dd bs=131072 count=1 <"$f" | awk 'b && !/; export [A-Za-z0-9_]+$/ { print; if (++c > 20) exit } /^cd .*[|][|] [{]$/ { a = 1 } a && /^}$/ { b = 1 }'
echo
done
done`,
  ),
];
