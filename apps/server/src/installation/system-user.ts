import { userInfo } from "node:os";

/** Who runs this process: the system's name for the user, or its number where it has no name, as in containers. */
export function systemUser(info: () => { readonly username: string } = userInfo): string {
  try {
    return info().username;
  } catch {
    return `uid ${process.getuid?.()}`;
  }
}
