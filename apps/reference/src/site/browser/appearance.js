// Light or dark: as the system says, until the reader says otherwise. Runs before anything is painted.
(() => {
  const KEY = "hostscan-appearance";
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  let chosen = kept();

  // A browser may refuse a page its storage; then the choice lasts as long as the page.
  function kept() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  }

  /** @param {string} appearance */
  function keep(appearance) {
    try {
      localStorage.setItem(KEY, appearance);
    } catch {
      // It lasts as long as the page.
    }
  }

  function isDark() {
    return chosen === null ? system.matches : chosen === "dark";
  }

  function show() {
    root.dataset["appearance"] = isDark() ? "dark" : "light";
    const button = document.querySelector("button.appearance");
    button?.setAttribute("aria-pressed", String(isDark()));
    document.dispatchEvent(new Event("appearancechange"));
  }

  show();
  system.addEventListener("change", show);
  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("button.appearance");
    button?.removeAttribute("hidden");
    button?.addEventListener("click", () => {
      chosen = isDark() ? "light" : "dark";
      keep(chosen);
      show();
    });
    show();
  });
})();
