// What Scalar leaves to those who see and point, mended as it appears: each entry is a finding of axe-core.
(() => {
  const FOCUSABLE = "a[href], button, input, select, textarea, [tabindex]";

  /** @type {Record<string, (element: HTMLElement) => void>} */
  const mends = {
    // The target of the page's skip link.
    "#reference main:not(#main)": (content) => {
      content.id = "main";
      content.tabIndex = -1;
    },
    // What scrolls has to be a stop for the keyboard, unless it holds or is part of one.
    ":is(pre, code, .overflow-x-auto, .overflow-auto, .custom-scroll):not([tabindex]), .cm-scroller[tabindex='-1']":
      (box) => {
        const scrolls = box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight;
        if (scrolls && !box.closest("button, a") && !box.querySelector(FOCUSABLE)) box.tabIndex = 0;
      },
    // The bar of a narrow window is no second banner of the page.
    ".t-doc__header > header:not([role])": (bar) => bar.setAttribute("role", "presentation"),
    // A button is one, whatever its wrapper says.
    "button[role=none]": (button) => button.removeAttribute("role"),
    // An editor without a name.
    ".cm-content:not([aria-label])": (editor) => editor.setAttribute("aria-label", "Content"),
    // A field that offers a list says whether it is there.
    "[role=combobox]:is(:not([aria-expanded]), [data-mended])": (field) => {
      const list = field.getAttribute("aria-controls");
      field.dataset["mended"] = "";
      field.setAttribute("aria-expanded", String(list !== null && document.getElementById(list) !== null));
    },
    // While a call is tried, its dialog has the whole window. A `:has()` would have every element looked at, at each change.
    ".scalar-container:not([data-watched])": (client) => {
      client.dataset["watched"] = "";
      const tell = () =>
        document.body.classList.toggle("trying", client.classList.contains("scalar-client--open"));
      new MutationObserver(tell).observe(client, { attributeFilter: ["class"] });
      tell();
    },
    // Controls of what is not there.
    "[aria-controls]": (control) => {
      const controlled = control.getAttribute("aria-controls") ?? "";
      if (!document.getElementById(controlled)) control.removeAttribute("aria-controls");
    },
  };

  function mendAll() {
    for (const [selector, mend] of Object.entries(mends)) {
      for (const element of document.querySelectorAll(selector))
        if (element instanceof HTMLElement) mend(element);
    }
  }

  let due = false;
  function mendSoon() {
    if (due) return;
    due = true;
    requestAnimationFrame(() => {
      due = false;
      mendAll();
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    new MutationObserver(mendSoon).observe(document.body, { childList: true, subtree: true });
    addEventListener("resize", mendSoon);
    mendSoon();
  });
})();
