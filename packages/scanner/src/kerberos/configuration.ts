import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { codeOf } from "../failure.ts";

/** Where MIT's library looks by itself; a system may have none. */
const SYSTEM = "/etc/krb5.conf";

/** Files may include each other; MIT's library itself stops at none. */
const DEEPEST = 10;

/** MIT's library asks these once more where another KDC has refused a password: the domain would count it twice. */
const ASKED_AGAIN = /^\s*(?:primary_kdc|master_kdc)\s*\*?\s*=/;
const INCLUDE = /^include(dir)?\s+(\S.*?)\s*$/;
/** The files of a folder that count (krb5.conf(5)). */
const INCLUDED = /^(?!\.)(?:[\w-]+|.+\.conf)$/;

/** Says why the installation's own configuration is none. */
export class ConfigurationError extends Error {}

/**
 * What the installation's files say, in a copy of one's own that has no `primary_kdc`.
 *
 * @param files as `KRB5_CONFIG` names them; the system's where empty
 * @param folder where the copies are
 */
export class ConfigurationCopy {
  readonly #files: readonly string[];
  readonly #folder: string;
  readonly #written = new Map<string, string>();

  constructor(files: string, folder: string) {
    this.#files = files === "" ? [SYSTEM].filter(existsSync) : files.split(":");
    this.#folder = folder;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  /** The copies, as `KRB5_CONFIG` names them. */
  get names(): string {
    return this.#files.map((_, index) => this.#nameOf(index)).join(":");
  }

  #nameOf(index: number): string {
    return join(this.#folder, `${index}.conf`);
  }

  /** Follows what the files say now. @throws ConfigurationError where one is not to be read */
  follow(): void {
    for (const [index, file] of this.#files.entries()) {
      const text = linesOf(file, 0).join("\n");
      const name = this.#nameOf(index);
      if (this.#written.get(name) === text) continue;
      // The library may be reading it.
      writeFileSync(`${name}.new`, `${text}\n`, { mode: 0o600 });
      renameSync(`${name}.new`, name);
      this.#written.set(name, text);
    }
  }
}

/** The lines of a file and of those that it includes. */
function linesOf(file: string, depth: number): string[] {
  if (depth > DEEPEST) throw new ConfigurationError(`${file} is included too deep`);
  return read(file, () => readFileSync(file, "utf8"))
    .split("\n")
    .flatMap((line) => {
      const [, folder, name = ""] = INCLUDE.exec(line) ?? [];
      if (!isAbsolute(name)) return ASKED_AGAIN.test(line) ? [] : [line];
      return filesOf(name, folder !== undefined).flatMap((each) => linesOf(each, depth + 1));
    });
}

function filesOf(name: string, isFolder: boolean): readonly string[] {
  if (!isFolder) return [name];
  const names = read(name, () => readdirSync(name)).filter((each) => INCLUDED.test(each));
  return names.sort().map((each) => join(name, each));
}

function read<T>(file: string, how: () => T): T {
  try {
    return how();
  } catch (error) {
    throw new ConfigurationError(`${file} cannot be read: ${codeOf(error)}`);
  }
}
