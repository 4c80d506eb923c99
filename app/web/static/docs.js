/* Swagger UI on the page's own document; in the dark where the reader's system is. */
"use strict";

const operations = document.getElementById("operations");
const dark = matchMedia("(prefers-color-scheme: dark)");
const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches);

follow();
dark.addEventListener("change", follow);

/* Where Swagger UI puts a link into the button that opens an operation: the address changes as it is opened, either way. */
const PlainNames = () => ({
  wrapComponents: {
    DeepLink:
      (_, system) =>
      ({ text }) =>
        system.React.createElement("span", { className: "nostyle" }, text),
  },
});

/* What Swagger UI leaves without a name for those who hear the page, or out of reach of the keyboard. */
const NAMELESS = {
  "select:not([aria-label])": (select) => {
    const parameter = select.closest("[data-param-name]")?.dataset.paramName;
    const what = select.matches(".examples-select-element") ? "example" : "value";
    select.setAttribute("aria-label", parameter ? `${parameter}, ${what}` : "What is shown of the answer");
  },
  ".copy-to-clipboard > button:not([aria-label])": (button) => button.setAttribute("aria-label", "Copy"),
  ":is(.curl, .microlight):not([tabindex])": (code) => code.setAttribute("tabindex", "0"),
};

new MutationObserver(() => {
  for (const [which, mend] of Object.entries(NAMELESS)) {
    operations.querySelectorAll(which).forEach(mend);
  }
}).observe(operations, { childList: true, subtree: true });

SwaggerUIBundle({
  url: operations.dataset.openapi,
  domNode: operations,
  layout: "BaseLayout",
  deepLinking: true,
  showExtensions: true,
  showCommonExtensions: true,
  tryItOutEnabled: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: -1,
  presets: [SwaggerUIBundle.presets.apis],
  plugins: [PlainNames],
});
