// Light or dark: what the system says, until the reader says otherwise. Run before the page is painted.
const KEY = "hostscan-appearance";
const system = matchMedia("(prefers-color-scheme: dark)");
const root = document.documentElement;

/** What the reader chose, where the browser lets a page keep it. */
function chosen() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function show() {
  const dark = chosen() === null ? system.matches : chosen() === "dark";
  root.dataset.appearance = dark ? "dark" : "light";
  const button = document.querySelector("button.appearance");
  if (button) button.textContent = dark ? "Light" : "Dark";
}

show();
system.addEventListener("change", show);
document.addEventListener("DOMContentLoaded", () => {
  const button = document.querySelector("button.appearance");
  button.hidden = false;
  button.addEventListener("click", () => {
    localStorage.setItem(KEY, root.dataset.appearance === "dark" ? "light" : "dark");
    show();
  });
  show();
});
