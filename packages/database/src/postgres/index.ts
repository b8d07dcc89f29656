export { makeFolder, prepareDataFolder } from "./data-folder.ts";
export { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
export { hasEmbeddedDatabase } from "./find-cluster.ts";
export {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from "./start-embedded-postgres.ts";
