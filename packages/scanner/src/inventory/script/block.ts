/** A part of the answer: what prints it, and how much of it leaves the host. */
export interface Block {
  readonly name: string;
  /** In bytes; of what there is more, a line says so. */
  readonly bytes: number;
  /** Where a line of it is cut, in bytes. */
  readonly lineLength: number;
  readonly script: string;
}

export function block(name: string, bytes: number, lineLength: number, script: string): Block {
  return {
    name,
    bytes,
    lineLength,
    script: `echo; echo "$M ${name}"\n{ ${script}\n} | cap ${bytes} ${lineLength}`,
  };
}

/**
 * What every reading begins with. `PATH` is the system's alone: what is run here may run as the super user. Output
 * bounds itself: of a line, and of a block.
 *
 * The marker is in no command line: everybody on the host reads those, and could put blocks of their own into a file.
 * What has to know it reads it from its input.
 */
const PRELUDE = String.raw`exec 2>/dev/null
PATH=/usr/xpg4/bin:/usr/bin:/bin:/usr/sbin:/sbin:/run/current-system/sw/bin; LC_ALL=C; TZ=UTC; export PATH LC_ALL TZ
umask 077; cd /
has() { command -v "$1" >/dev/null; }
deny() { echo "$M denied $1"; }
cap() { awk -v n="$1" -v l="$2" '{ if (length($0) > l) $0 = substr($0, 1, l)
s += length($0) + 1; if (s > n) exit 3; print }'; [ $? = 3 ] && echo "$M cut"; }`;

/**
 * A script for a POSIX shell that reads its standard input. It writes nothing on the host, and reads nothing more of
 * its input once it has begun.
 *
 * @param marker begins each line that is none of a file's: nobody on the host can know it beforehand
 */
export function scriptOf(blocks: readonly Block[], marker: string): string {
  const body = blocks.map(({ script }) => script).join("\n");
  return `M=${marker}\nreading() {\n${PRELUDE}\n${body}\necho; echo "$M end"\n}\nreading </dev/null\nexit 0\n`;
}
