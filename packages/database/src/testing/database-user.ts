// Uses the embedded database of a folder until its standard input ends. Tells its address on standard output.
import { startEmbeddedPostgres } from "../postgres/index.ts";

const [, , dataDir = "", stateFolder = ""] = process.argv;
const database = await startEmbeddedPostgres({ dataDir, stateFolder, onLost: () => {} });
process.stdout.write(`${database.connectionString}\n`);
process.stdin.resume();
process.stdin.once("end", () => database.stop());
