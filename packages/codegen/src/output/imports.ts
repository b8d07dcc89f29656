import type { SchemaScope } from "../schema/scope.ts";

/** A scope that remembers what was named, for the imports at the head of the file. */
export interface RecordingScope extends SchemaScope {
  /** The import statements for all that was named. */
  imports(): string[];
}

/** A scope for a file that holds the components of one kind, or of none, itself. */
export function recordingScope(own?: "schemas" | "responses"): RecordingScope {
  const names = new Set<string>();
  const modules = new Set<string>();
  return {
    component(kind, name) {
      if (kind === own) return name;
      modules.add(`import * as ${kind} from "./${kind}.ts";`);
      return `${kind}.${name}`;
    },
    use(name) {
      names.add(name);
      return name;
    },
    imports() {
      const runtime = [...names].filter((name) => name !== "z").sort();
      return [
        ...(names.has("z") ? ['import { z } from "zod";'] : []),
        ...[...modules].sort(),
        ...(runtime.length > 0 ? [`import { ${runtime.join(", ")} } from "./runtime/index.ts";`] : []),
      ];
    },
  };
}
