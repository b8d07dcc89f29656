import { drift } from "./promises/list.js";

const HOW = "`pnpm spec:promises` shows what to do.";

/** The sentences that bind a server are those of `promises.yaml`, beside the document. */
export const promisesAreKept = () => ({
  Root: {
    leave(_root, { report, location }) {
      const { gone, unlisted, faults } = drift(location.source.absoluteRef);
      const messages = [
        ...gone.map(
          ({ place, says }) => `The promised sentence is not at ${place} any more: "${says}" ${HOW}`,
        ),
        ...unlisted
          .filter(({ binds }) => binds)
          .map(({ place, says }) => `The sentence at ${place} is no promise of the list: "${says}" ${HOW}`),
        ...faults,
      ];
      for (const message of messages) report({ message, location });
    },
  },
});
