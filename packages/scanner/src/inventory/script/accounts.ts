import { type Block, block } from "./block.ts";
import { MACOS_GROUPS, MACOS_USERS } from "./macos.ts";

/** What a name of an account may be: what is none never passes for one, so that a hash that slipped never leaves. */
const IS_NAME = "$1 ~ /^[A-Za-z0-9_.][A-Za-z0-9_.@-]*[$]?$/ && length($1) < 65";

/**
 * What stands in the place of a password: `x` where it stands elsewhere, else whether there is one. It is the one
 * thing that is told of a hash.
 */
const STATE = String.raw`function st(p) { return p == "" ? "E" : p ~ /^[!*]/ ? "L" : p == "x" || p ~ /^##/ ? "x" : "S" }`;
const NUMBER = String.raw`function n(v) { return v ~ /^-?[0-9]+$/ && length(v) < 16 ? v : "" }`;
const STANZA = String.raw`/^[^ \t*].*:[ \t]*$/`;

/** Users and groups of the host itself, by its files: a directory service may know a hundred thousand more. */
export const ACCOUNTS: readonly Block[] = [
  // In these files BSD, macOS and AIX write `*` or `!` where the password stands elsewhere.
  block(
    "passwd",
    900_000,
    4_096,
    String.raw`for f in /etc/passwd /var/lib/extrausers/passwd; do
[ -r $f ] && awk -F: '${STATE} ${NUMBER}
NF > 5 && ${IS_NAME} { s = st($2); g = $5; sub(/,.*/, "", g)
print $1 ":" (s == "L" ? "x" : s) ":" n($3) ":" n($4) ":" g ":" $6 ":" $7 }' $f
done
${MACOS_USERS}`,
  ),
  block(
    "shadow",
    500_000,
    512,
    String.raw`if [ -r /etc/shadow ]; then awk -F: '${STATE} ${NUMBER}
NF > 1 && ${IS_NAME} { print $1 ":" st($2) ":" n($3) ":" n($5) ":" n($8) }' /etc/shadow
elif [ -f /etc/shadow ]; then deny /etc/shadow; fi
if [ -r /etc/master.passwd ]; then awk -F: '${STATE} ${NUMBER}
NF > 9 && ${IS_NAME} { print $1 ":" st($2) "::::" n($6) ":" n($7) }' /etc/master.passwd
elif [ -f /etc/master.passwd ]; then deny /etc/master.passwd; fi
if [ -r /etc/security/passwd ]; then awk '${STATE} ${NUMBER}
function out() { if (u != "") print u ":" s ":::::" "" ":" d; u = "" }
${STANZA} { out(); $1 = substr($1, 1, index($1, ":") - 1); s = "E"; d = ""; if (${IS_NAME}) u = $1 }
$1 == "password" && $2 == "=" { s = st($3) }
$1 == "lastupdate" && $2 == "=" { d = n($3) }
END { out() }' /etc/security/passwd
elif [ -f /etc/security/user ] || [ -f /etc/security/passwd ]; then deny /etc/security/passwd; fi`,
  ),
  block(
    "group",
    500_000,
    // The names of ten thousand members.
    65_536,
    String.raw`for f in /etc/group /var/lib/extrausers/group; do
[ -r $f ] && awk -F: '${NUMBER}
NF > 2 && ${IS_NAME} { print $1 "::" n($3) ":" $4 }' $f
done
${MACOS_GROUPS}`,
  ),
];

/** When who was there last. */
export const LAST_LOGINS: readonly Block[] = [
  block(
    "lastlog",
    400_000,
    512,
    String.raw`if has lastlog; then lastlog
elif has lastlog2; then lastlog2
elif has lastlogin; then lastlogin
elif [ -r /etc/security/lastlog ]; then awk '${STANZA} { u = substr($1, 1, index($1, ":") - 1) }
$1 == "time_last_login" && $2 == "=" { print u " @" $3 }' /etc/security/lastlog
fi`,
  ),
];

/** Who may become whom: rules only, as their files hold them, and those that they include. */
export const RIGHTS: readonly Block[] = [
  block(
    "sudoers",
    200_000,
    4_096,
    String.raw`q="/etc/sudoers /usr/local/etc/sudoers"; s=" "
for round in 1 2 3 4; do n=
for f in $q; do
case $s in *" $f "*) continue;; esac
s="$s$f "
[ -f "$f" ] || continue
[ -r "$f" ] || { deny "$f"; continue; }
echo "$M file $f"
awk '{ t = $0; sub(/^[ \t]+/, "", t)
if (k == "") k = t == "" || t ~ /^@/ || t ~ /^#[^0-9]/ || t == "#" || t ~ /^Defaults/ ? "s" : "p"
if (k == "p") print t
if (t !~ /\\$/) k = "" }' "$f"
for i in $(awk '/^[ \t]*[#@]include[ \t]/ { gsub(/"/, "", $2); print $2 }' "$f"); do
case $i in /*) n="$n $i";; *) n="$n /etc/$i";; esac
done
for d in $(awk '/^[ \t]*[#@]includedir[ \t]/ { gsub(/"/, "", $2); print $2 }' "$f"); do
[ -d "$d" ] && [ ! -r "$d" ] && deny "$d"
for i in "$d"/*; do
case $i in "$d"/*.*|*~|*' '*) ;; *) n="$n $i";; esac
done
done
done
q=$n
done`,
  ),
  block(
    "doas",
    50_000,
    4_096,
    String.raw`for f in /etc/doas.conf /usr/local/etc/doas.conf /etc/doas.d/*.conf; do
[ -f "$f" ] || continue
if [ -r "$f" ]; then echo "$M file $f"; awk '/^[ \t]*permit/ { while (i = index($0, "{")) { t = substr($0, i); j = index(t, "}"); if (!j) next; $0 = substr($0, 1, i - 1) substr(t, j + 1) } print }' "$f"; else deny "$f"; fi
done`,
  ),
];

/**
 * Public keys that open an account: type, key and comment; what stands before them is walked over on the host, quotes
 * included, so that an option never leaves it. Of whatever a link may lead to instead, nothing has this form.
 */
export const KEYS: readonly Block[] = [
  block(
    "keys",
    700_000,
    // OpenSSH takes no key of more than 16,384 bits.
    8_192,
    String.raw`hide() { echo "$M hidden $u"; deny "$1"; }
p=$(for f in /etc/ssh/sshd_config.d/*.conf /etc/ssh/sshd_config; do [ -f "$f" ] && [ -r "$f" ] && awk 'tolower($1) == "match" { exit } tolower($1) == "authorizedkeysfile" { $1 = ""; print; exit }' "$f"; done | awk 'NR == 1')
awk -F: -v p="$p" 'BEGIN { gsub(/["=]/, " ", p); if (p !~ /[^ ]/) p = ".ssh/authorized_keys .ssh/authorized_keys2"; c = split(p, a, " ") }
NF > 5 && ${IS_NAME} && $6 ~ /^\/[A-Za-z0-9_.+@\/-]*$/ { for (i = 1; i <= c; i++) { k = a[i]
if (k == "none") continue
gsub(/%h/, $6, k); gsub(/%u/, $1, k); if (k !~ /^\//) k = $6 "/" k
d = k; sub(/\/[^\/]*$/, "", d); e = d; sub(/\/[^\/]*$/, "", e); print $1 ":" k ":" d ":" e } }' /etc/passwd |
{ echo "$M"; c=0; while IFS=: read -r u k d e; do
if [ -f "$k" ] && [ -s "$k" ]; then
[ -r "$k" ] || { hide "$k"; continue; }
c=$((c + 1)); [ $c -gt 2000 ] && { echo "$M cut"; break; }
echo "$M file $u"; dd bs=65536 count=1 <"$k"; echo
elif [ -d "$e" ] && [ ! -x "$e" ]; then hide "$e"
elif [ -d "$d" ] && [ ! -x "$d" ]; then hide "$d"
fi; done; } |
awk 'function key(t) { return t ~ /^(ssh-|ecdsa-|sk-)[a-z0-9@.-]+$/ && length(t) < 65 }
NR == 1 { m = $0; next }
index($0, m " ") == 1 { print; next }
{ sub(/\r$/, ""); t = $0; sub(/^[ \t]+/, "", t) }
t == "" || t ~ /^#/ { next }
{ w = t; sub(/[ \t].*/, "", w)
if (!key(w)) { q = 0; e = length(t)
for (i = 1; i <= e; i++) { x = substr(t, i, 1)
if (q && x == "\\") i++
else if (x == "\"") q = !q
else if (!q && (x == " " || x == "\t")) break }
t = substr(t, i); sub(/^[ \t]+/, "", t); w = t; sub(/[ \t].*/, "", w)
if (!key(w)) next }
r = substr(t, length(w) + 1); sub(/^[ \t]+/, "", r); b = r; sub(/[ \t].*/, "", b)
if (b !~ /^[A-Za-z0-9+\/=]+$/) next
r = substr(r, length(b) + 1); sub(/^[ \t]+/, "", r); print w " " b " " substr(r, 1, 255) }'`,
  ),
];
