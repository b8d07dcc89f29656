/** What systemd says where it runs: of `systemctl show` and `list-unit-files` of a Debian 12, shortened. */
export const systemd = `@systemd
Type=notify
ExecStart={ path=/usr/sbin/sshd ; argv[]=/usr/sbin/sshd -D $SSHD_OPTS ; ignore_errors=no ; start_time=[n/a] ; stop_time=[n/a] ; pid=0 ; code=(null) ; status=0/0 }
User=
Id=ssh.service
RequiredBy=app.service  other.service
Description=OpenBSD Secure Shell server
LoadState=loaded
ActiveState=active
UnitFileState=enabled

Type=oneshot
ExecStart={ path=/bin/a ; argv[]=/bin/a --token c4n4ry ; ignore_errors=no ; start_time=[n/a] }
ExecStart={ path=/bin/b ; argv[]=/bin/b ; ignore_errors=no ; start_time=[n/a] }
User=app
Id=app.service
LoadState=loaded
ActiveState=failed
UnitFileState=disabled

Id=gone.service
LoadState=not-found
ActiveState=inactive


Id=hidden.service
LoadState=masked
ActiveState=inactive
UnitFileState=masked

Id=run-u123.service
LoadState=loaded
ActiveState=active
UnitFileState=transient

Id=vm.service
LoadState=loaded
ActiveState=active
UnitFileState=transient

Id=odd/name.service
LoadState=loaded

no property
@systemd-timers
Unit=app.service
TimersCalendar={ OnCalendar=*-*-* 06:00:00 ; next_elapse=Sun 2026-11-29 06:00:00 UTC }
TimersMonotonic={ OnBootUSec=15min ; next_elapse=0 }
NextElapseUSecRealtime=Sun 2026-11-29 06:00:00 UTC
LastTriggerUSec=Sat 2026-11-28 06:00:01 UTC
Id=app.timer
Description=Runs the app
LoadState=loaded
ActiveState=active
UnitFileState=enabled
FragmentPath=/etc/systemd/system/app.timer

Unit=none.service
NextElapseUSecRealtime=
LastTriggerUSec=n/a
Id=idle.timer
ActiveState=inactive
@systemd-files
ssh.service                            enabled         enabled
spare.service                          disabled        enabled
sshd.service                           alias           -
getty@.service                         enabled         enabled
off.timer                              masked          enabled
odd.service                            bad             enabled
`;
