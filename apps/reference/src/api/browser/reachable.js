// What Scalar leaves to a mouse: its content becomes a target of the skip link, and what scrolls a stop for the keyboard.
(() => {
  const SCROLLERS = "pre, code, .overflow-x-auto, .overflow-auto, .custom-scroll";
  const FOCUSABLE = "a[href], button, input, select, textarea, [tabindex]";

  /** @param {HTMLElement} element */
  function needsStop(element) {
    const scrolls = element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight;
    return scrolls && !element.closest("button, a") && element.querySelector(FOCUSABLE) === null;
  }

  function mend() {
    const content = document.querySelector("#reference main");
    if (content instanceof HTMLElement && content.id !== "main") {
      content.id = "main";
      content.tabIndex = -1;
    }
    for (const element of document.querySelectorAll(SCROLLERS)) {
      if (element instanceof HTMLElement && !element.hasAttribute("tabindex") && needsStop(element))
        element.tabIndex = 0;
    }
  }

  let due = 0;
  function mendSoon() {
    cancelAnimationFrame(due);
    due = requestAnimationFrame(mend);
  }

  document.addEventListener("DOMContentLoaded", () => {
    new MutationObserver(mendSoon).observe(document.body, { childList: true, subtree: true });
    addEventListener("resize", mendSoon);
    mendSoon();
  });
})();
