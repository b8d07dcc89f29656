import { type Block, block } from "./block.ts";

/** Tab-separated: manager, name, version, architecture, installed (seconds), publisher, summary. */
export const SOFTWARE: readonly Block[] = [
  block(
    "software",
    1_400_000,
    1_024,
    String.raw`set --; for f in /var/lib/dpkg/status /var/lib/dpkg/status.d/*; do [ -r "$f" ] && [ -f "$f" ] && set -- "$@" "$f"; done
[ $# -gt 0 ] && awk 'function out() { if (p != "" && s !~ /not-installed|config-files/) print "dpkg\t" p "\t" v "\t" a "\t\t" m "\t" d; p = v = a = m = d = s = "" }
FNR == 1 || /^$/ { out() }
/^Package: / { p = substr($0, 10) } /^Version: / { v = substr($0, 10) } /^Architecture: / { a = substr($0, 15) }
/^Maintainer: / { m = substr($0, 13) } /^Description: / { d = substr($0, 14) } /^Status: / { s = $0 }
END { out() }' "$@"
if has rpm && { [ -d /var/lib/rpm ] || [ -d /usr/lib/sysimage/rpm ]; }; then
rpm -qa --qf 'rpm\t%{NAME}\t%{EPOCH}:%{VERSION}-%{RELEASE}\t%{ARCH}\t%{INSTALLTIME}\t%{VENDOR}\t%{SUMMARY}\n'
fi
for f in /lib/apk/db/installed /usr/lib/apk/db/installed; do
[ -r $f ] && [ ! -h /lib -o $f = /lib/apk/db/installed ] && awk 'function out() { if (p != "") print "apk\t" p "\t" v "\t" a "\t\t" m "\t" d; p = v = a = m = d = "" }
/^P:/ { out(); p = substr($0, 3) } /^V:/ { v = substr($0, 3) } /^A:/ { a = substr($0, 3) }
/^m:/ { m = substr($0, 3) } /^T:/ { d = substr($0, 3) } END { out() }' $f
done
set --; for f in /var/lib/pacman/local/*/desc; do [ -f "$f" ] && set -- "$@" "$f"; done
[ $# -gt 0 ] && awk 'function out() { if (v["NAME"] != "") print "pacman\t" v["NAME"] "\t" v["VERSION"] "\t" v["ARCH"] "\t" v["INSTALLDATE"] "\t" v["PACKAGER"] "\t" v["DESC"]; v["NAME"] = v["VERSION"] = v["ARCH"] = v["INSTALLDATE"] = v["PACKAGER"] = v["DESC"] = "" }
FNR == 1 { out() } /^%[A-Z]+%$/ { k = substr($0, 2, length($0) - 2); next } k != "" { v[k] = $0; k = "" } END { out() }' "$@"
if [ -x /usr/local/sbin/pkg ]; then /usr/local/sbin/pkg query -a 'pkg\t%n\t%v\t%q\t%t\t%m\t%c'
else for f in /var/db/pkg/*/+CONTENTS /usr/pkg/pkgdb/*/+CONTENTS; do [ -f "$f" ] && echo "$f"; done |
awk -F/ '{ t = $(NF - 1); i = match(t, /-[0-9][^-]*/); if (i) print "pkg\t" substr(t, 1, i - 1) "\t" substr(t, i + 1) "\t\t\t\t" }'
fi
for f in /var/sadm/pkg/*/pkginfo; do [ -f "$f" ] && awk -F= '{ v[$1] = substr($0, length($1) + 2) } END { print "svr4\t" v["PKG"] "\t" v["VERSION"] "\t" v["ARCH"] "\t\t" v["VENDOR"] "\t" v["NAME"] }' "$f"; done
has pkg && [ -d /var/pkg/publisher ] && pkg list -H -v | awk '{ t = $1; sub(/^pkg:\/\/[^\/]*\//, "", t); i = index(t, "@"); if (i) print "ips\t" substr(t, 1, i - 1) "\t" substr(t, i + 1) "\t\t\t\t" }'
has lslpp && lslpp -Lcq | awk -F: '{ print "lpp\t" $2 "\t" $3 "\t\t\t\t" $8 }'
for f in /opt/homebrew/Cellar/*/* /usr/local/Cellar/*/* /home/linuxbrew/.linuxbrew/Cellar/*/*; do [ -d "$f" ] && echo "$f"; done | awk -F/ '{ print "brew\t" $(NF - 1) "\t" $NF "\t\t\t\t" }'`,
  ),
];
