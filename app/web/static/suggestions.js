// What may be meant, below the box, as a list that is walked through with the arrows.

const KINDS = { topic: "topic", source: "source", author: "author", title: "article" };

export class Suggestions {
  constructor(box, list, root, { choose }) {
    this.box = box;
    this.list = list;
    this.root = root;
    this.choose = choose;
    this.found = [];
    this.at = -1;
    this.asking = null;
    box.setAttribute("role", "combobox");
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-controls", list.id);
    box.setAttribute("aria-expanded", "false");
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Suggestions");
    box.addEventListener("keydown", (event) => this.key(event));
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.take(Number(option.dataset.at));
    });
  }

  get open() {
    return !this.list.hidden;
  }

  /** Of several that are asked for, the last alone is shown; what fails shows nothing. */
  async ask(typed) {
    this.asking?.abort();
    const mine = (this.asking = new AbortController());
    this.select(-1);
    if (typed.trim().length < 2) {
      this.close();
      return;
    }
    try {
      const query = new URLSearchParams({ q: typed, limit: "8" });
      const response = await fetch(`${this.root}/v1/suggest?${query}`, { signal: mine.signal });
      const found = response.ok ? (await response.json()).suggestions : [];
      // Who walks through the list already is not to have it changed below them.
      if (this.asking === mine && this.at < 0 && document.activeElement === this.box) this.show(found);
    } catch {
      if (this.asking === mine) this.close();
    }
  }

  show(found) {
    this.found = found;
    this.at = -1;
    this.list.replaceChildren(...found.map((one, at) => this.option(one, at)));
    this.list.hidden = found.length === 0;
    this.box.setAttribute("aria-expanded", String(this.open));
    this.box.removeAttribute("aria-activedescendant");
  }

  option(one, at) {
    const option = document.createElement("li");
    option.id = `suggestion-${at}`;
    option.dataset.at = at;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const label = document.createElement("bdi");
    for (const part of one.parts) {
      const piece = document.createElement(part.match ? "mark" : "span");
      piece.textContent = part.text;
      label.append(piece);
    }
    const kind = document.createElement("span");
    kind.className = "kind";
    kind.textContent = one.count === null ? KINDS[one.kind] : `${KINDS[one.kind]}, ${one.count.toLocaleString("en")}`;
    option.append(label, kind);
    return option;
  }

  close() {
    this.asking?.abort();
    this.asking = null;
    if (this.open) this.show([]);
  }

  key(event) {
    if (!this.open) return;
    if (event.key === "ArrowDown") this.move(1);
    else if (event.key === "ArrowUp") this.move(-1);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && this.at >= 0) this.take(this.at);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  move(step) {
    const places = this.list.children.length + 1;
    // One place more than there are: none chosen, as at first.
    this.select(((this.at + step + 1 + places) % places) - 1);
  }

  select(at) {
    const options = [...this.list.children];
    options[this.at]?.setAttribute("aria-selected", "false");
    this.at = at;
    const chosen = options[at];
    chosen?.setAttribute("aria-selected", "true");
    chosen?.scrollIntoView({ block: "nearest" });
    if (chosen) this.box.setAttribute("aria-activedescendant", chosen.id);
    else this.box.removeAttribute("aria-activedescendant");
  }

  take(at) {
    const one = this.found[at];
    this.close();
    if (one) this.choose(one);
  }
}
