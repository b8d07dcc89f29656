const SAMPLES = [
  { lang: "Shell", label: "curl", file: "curl.sh" },
  { lang: "TypeScript", label: "TypeScript", file: "typescript.ts" },
  { lang: "PowerShell", label: "PowerShell", file: "powershell.ps1" },
];

/**
 * Every operation shows how it is called with curl, with the client and from PowerShell. Each sample is a file of its
 * own, so that it can be run and checked.
 */
export const operationsHaveSamples = () => ({
  Operation({ operationId, "x-codeSamples": samples = [] }, { report, resolve, location }) {
    for (const { lang, label, file } of SAMPLES) {
      const place = samples.findIndex((sample) => sample.lang === lang && sample.label === label);
      const path = `samples/${operationId}/${file}`;
      const complain = (message) =>
        report({
          message,
          location: location.child(place < 0 ? ["x-codeSamples"] : ["x-codeSamples", place]).key(),
        });

      if (place < 0) {
        complain(`\`x-codeSamples\` must have one in ${lang} with the label ${label}.`);
        continue;
      }
      const { source } = samples[place];
      if (!source?.$ref?.endsWith(`/${path}`)) complain(`The sample must be the file \`${path}\`.`);
      else if (!String(resolve(source).node ?? "").trim())
        complain(`The file \`${path}\` must not be empty.`);
    }
  },
});
