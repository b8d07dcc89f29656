// By its path: no package depends on an app.
export {
  type Environment,
  runExecutable,
  startExecutable,
  textOf,
} from "../../../../apps/server/test/executable.ts";
