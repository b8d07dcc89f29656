export type { Computer, ComputerQuery } from "./computers.ts";
export {
  type Directory,
  type DirectoryLimits,
  type DirectoryOptions,
  openDirectory,
} from "./directory.ts";
export { DirectoryError, type DirectoryFailure } from "./directory-error.ts";
export type { Unit } from "./units.ts";
