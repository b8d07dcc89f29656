import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "@hostscan/database/postgres";

/** Folders that a test's installation lives in. */
export interface TestFolder {
  /** To run commands in; outside of the repository. */
  readonly path: string;
  /** For `HOSTSCAN_DATA_DIR`; made by the first command. */
  readonly dataDir: string;
  /** Stops an embedded database that a killed process has left behind, and removes the folder. */
  remove(): Promise<void>;
}

export async function makeTestFolder(): Promise<TestFolder> {
  const path = await mkdtemp(join(tmpdir(), "hostscan-app-"));
  // Under root another user runs the database and has to pass through.
  await chmod(path, 0o711);
  const dataDir = join(path, "data");
  return {
    path,
    dataDir,
    async remove() {
      const postgres = await startEmbeddedPostgres({
        dataDir,
        onLost: (error) => process.emitWarning(error),
      });
      await postgres.stop();
      await rm(path, { recursive: true });
    },
  };
}
