// Shows the document that the page holds, by Scalar's bundle, which is run after this script has prepared the ground.
(() => {
  // zod, inside the bundle, would try whether it may compile code, which the page's policy forbids and reports.
  Reflect.set(globalThis, "__zod_globalConfig", { jitless: true });

  const SERVED_DOCUMENT = "../openapi.json";

  /** The API's own address where the page is served by a server of it, under whatever prefix. */
  async function thisServer() {
    if (location.protocol === "file:") return undefined;
    const answer = await fetch(SERVED_DOCUMENT, { method: "HEAD" }).catch(() => undefined);
    return answer?.ok
      ? new URL(SERVED_DOCUMENT, location.href).href.replace(/\/openapi\.json$/, "")
      : undefined;
  }

  function appearance() {
    return document.documentElement.dataset["appearance"] === "dark" ? "dark" : "light";
  }

  /** Switches Scalar by the classes that it sets itself; told anew, it would render everything again. */
  function followAppearance() {
    const dark = appearance() === "dark";
    document.body.classList.toggle("dark-mode", dark);
    document.body.classList.toggle("light-mode", !dark);
  }

  async function show() {
    const content = JSON.parse(document.querySelector("#document")?.textContent ?? "");
    const url = await thisServer();
    if (url !== undefined) content.servers = [{ url, description: "This server" }];

    Reflect.get(globalThis, "Scalar").createApiReference("#reference", {
      content,
      theme: "none",
      forceDarkModeState: appearance(),
      hideDarkModeToggle: true,
      defaultOpenAllTags: true,
      // Nothing leaves for anywhere but the API, and no token outlives the page.
      telemetry: false,
      persistAuth: false,
      withDefaultFonts: false,
      hideClientButton: true,
      showDeveloperTools: "never",
      // The document has samples of its own, which are run by tests.
      hiddenClients: true,
      agent: { disabled: true },
      mcp: { disabled: true },
      authentication: { preferredSecurityScheme: "Bearer" },
    });
    document.addEventListener("appearancechange", followAppearance);
  }

  document.addEventListener("DOMContentLoaded", show);
})();
