import { type Block, block } from "./block.ts";

/** Accounts as the directory of macOS has them, in the form of passwd(5): its files know few of them. No hash is asked for. */
export const MACOS_USERS = String.raw`has dscl && dscl . -readall /Users RecordName UniqueID PrimaryGroupID NFSHomeDirectory UserShell RealName | awk '
function out() { if (u != "") print u ":x:" i ":" g ":" r ":" h ":" s; u = i = g = h = s = r = ""; n = 0 }
/^-$/ { out(); next }
/^RecordName: / { u = $2 } /^UniqueID: / { i = $2 } /^PrimaryGroupID: / { g = $2 }
/^NFSHomeDirectory: / { h = substr($0, 19) } /^UserShell: / { s = $2 }
/^RealName:/ { r = substr($0, 11); n = r == ""; gsub(/:/, " ", r); next }
n && /^ / { r = substr($0, 2); gsub(/:/, " ", r); n = 0 }
END { out() }'`;

/** Groups, in the form of group(5). */
export const MACOS_GROUPS = String.raw`has dscl && dscl . -readall /Groups RecordName PrimaryGroupID GroupMembership | awk '
function out() { if (u != "") print u "::" i ":" m; u = i = m = "" }
/^-$/ { out(); next }
/^RecordName: / { u = $2 } /^PrimaryGroupID: / { i = $2 }
/^GroupMembership: / { m = substr($0, 18); gsub(/ /, ",", m) }
END { out() }'`;

/** What launchd starts: of a property list the keys that are known, never its environment. */
export const LAUNCHD: readonly Block[] = [
  block(
    "launchd",
    200_000,
    4_096,
    String.raw`for f in /Library/LaunchDaemons/*.plist /System/Library/LaunchDaemons/*.plist; do
[ -f "$f" ] || continue
[ -r "$f" ] || { deny "$f"; continue; }
echo "$M file $f"
if has plutil; then plutil -convert xml1 -o - "$f"; else dd bs=65536 count=1 <"$f"; fi | awk '
function value(t) { sub(/^[^>]*>/, "", t); sub(/<[^<]*$/, "", t); return t }
/<(dict|array)>/ { d++; next } /<\/(dict|array)>/ { d--; next }
/<key>/ { v = $0; sub(/.*<key>/, "", v); sub(/<\/key>.*/, "", v); if (d == 1) k = v; else c = v; next }
d == 1 && k ~ /^(Label|Program|UserName|StartInterval)$/ { print k "=" value($0) }
d == 1 && k ~ /^(Disabled|RunAtLoad|KeepAlive)$/ && /<true\/>/ { print k "=true" }
d == 2 && k == "ProgramArguments" { print k "=" value($0) }
d > 1 && k == "StartCalendarInterval" { print k "=" c " " value($0) }'
done`,
  ),
];
