/** A link names an operation that there is, and parameters that it takes. */
export const linksResolve = () => {
  const operations = new Map();
  const links = [];

  return {
    Operation: {
      enter({ operationId, parameters = [] }, { parent, resolve }) {
        const inherited = parent?.parameters ?? [];
        const names = [...inherited, ...parameters].map((parameter) => resolve(parameter).node?.name);
        operations.set(operationId, names);
      },
    },
    Link({ operationId, parameters = {} }, { location }) {
      links.push({ operationId, parameters: Object.keys(parameters), location });
    },
    Root: {
      leave(_root, { report }) {
        for (const { operationId, parameters, location } of links) {
          const taken = operations.get(operationId);
          if (!taken) {
            report({ message: `The link must name an operation by its operationId.`, location });
            continue;
          }
          const unknown = parameters.filter(
            (name) => !taken.includes(name.replace(/^(path|query|header)\./, "")),
          );
          for (const name of unknown) {
            report({
              message: `The link gives "${name}", which ${operationId} does not take.`,
              location: location.child(["parameters", name]).key(),
            });
          }
        }
      },
    },
  };
};
