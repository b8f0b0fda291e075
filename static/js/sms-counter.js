// What a text message weighs and costs, counted while it is typed. The tables come from the page: the same as the server's.

export function measure(text, tables) {
  const signs = [...text.normalize("NFC").replace(/\r\n/g, "\n")];
  const cheap = signs.every((sign) => tables.basic.includes(sign) || tables.extended.includes(sign));
  const alphabet = cheap ? "GSM-7" : "UCS-2";
  const widths = signs.map((sign) => (cheap ? (tables.extended.includes(sign) ? 2 : 1) : sign.length));
  const units = widths.reduce((total, width) => total + width, 0);
  const alone = units <= tables.alone[alphabet];
  const segments = alone ? Math.min(units, 1) : parts(widths, tables.parts[alphabet]);
  const shorter = alone ? segments : parts(widths, tables.shorter[alphabet]);
  return { alphabet, units, segments, shorter, tight: shorter > segments };
}

function parts(widths, room) {
  let count = 1, left = room;
  for (const width of widths) {
    if (width > left) {
      count += 1;
      left = room;
    }
    left -= width;
  }
  return count;
}

export function dearSigns(text, tables) {
  const dear = [...text.normalize("NFC")].filter((sign) => !tables.basic.includes(sign) && !tables.extended.includes(sign));
  return [...new Set(dear)];
}

export function plain(text, tables) {
  const tidy = text.normalize("NFC").replace(/(?<=«)\s+|\s+(?=»)/gu, "");
  return [...tidy].map((sign) => tables.typography[sign] ?? sign).join("");
}

export function withoutDearAccents(text, tables) {
  const spelt = Object.entries(tables.shorthands).reduce(
    (whole, [pattern, full]) => whole.replace(new RegExp(pattern, "g"), full), text);
  return [...spelt].map((sign) => {
    if (tables.basic.includes(sign) || tables.extended.includes(sign)) return sign;
    const letter = sign.normalize("NFD")[0];
    return /[a-z]/i.test(letter) ? letter : (tables.signs[sign] ?? sign);
  }).join("");
}

// A cheaper spelling, with words that could be misread; null where there is nothing to gain or to tidy.
export function propose(text, language, tables) {
  const before = measure(text, tables), tidied = plain(text, tables);
  const bare = language === "fr" ? withoutDearAccents(tidied, tables) : tidied;
  const gains = measure(bare, tables).segments < measure(tidied, tables).segments;
  const proposed = gains ? bare : tidied;
  if (proposed === text.normalize("NFC")) return null;
  const words = gains ? new Set(tidied.match(/\p{L}+/gu) ?? []) : new Set();
  const mistaken = [...words]
    .filter((word) => Object.hasOwn(tables.mistaken, word.toLowerCase()))
    .map((word) => [word, tables.mistaken[word.toLowerCase()]]);
  return { text: proposed, before, after: measure(proposed, tables), mistaken };
}

// What becomes of the words: ["same" | "del" | "ins", words with the spaces that follow them], in order of reading.
export function changes(text, proposed) {
  const before = text.normalize("NFC").match(/\S+\s*/gu) ?? [], after = proposed.match(/\S+\s*/gu) ?? [];
  const found = [];
  let from = 0, to = 0;
  for (const [left, right] of [...alike(before, after), [before.length, after.length]]) {
    if (left > from) found.push(["del", before.slice(from, left).join("").trimEnd()]);
    if (right > to) found.push(["ins", after.slice(to, right).join("")]);
    if (right < after.length) found.push(["same", after[right]]);
    [from, to] = [left + 1, right + 1];
  }
  return found;
}

// The places of the longest row of words that both texts hold.
function alike(before, after) {
  const same = (left, right) => before[left].trim() === after[right].trim();
  const longest = Array.from({ length: before.length + 1 }, () => new Uint16Array(after.length + 1));
  for (let left = before.length - 1; left >= 0; left -= 1) {
    for (let right = after.length - 1; right >= 0; right -= 1) {
      longest[left][right] = same(left, right)
        ? longest[left + 1][right + 1] + 1
        : Math.max(longest[left + 1][right], longest[left][right + 1]);
    }
  }
  const pairs = [];
  for (let left = 0, right = 0; left < before.length && right < after.length;) {
    if (same(left, right)) pairs.push([left++, right++]);
    else if (longest[left + 1][right] >= longest[left][right + 1]) left += 1;
    else right += 1;
  }
  return pairs;
}

function difference(text, proposed) {
  const shown = document.createElement("blockquote");
  for (const [what, words] of changes(text, proposed)) shown.append(what === "same" ? words : mark(what, words));
  return shown;
}

function mark(name, text, classes = "") {
  const element = document.createElement(name);
  element.textContent = text;
  element.className = classes;
  return element;
}

const filled = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (_whole, name) => values[name]);
const money = (amount) => amount.toLocaleString("fr-FR", { maximumFractionDigits: 2 });

class Counter {
  constructor(area) {
    this.area = area;
    Object.assign(this, JSON.parse(area.dataset.sms));
    this.shown = mark("div", "", "civitac-sms");
    this.shown.setAttribute("aria-live", "polite");
    area.after(this.shown);
    this.language = document.getElementById(area.id.replace(/text$/, "language"));
    area.addEventListener("input", () => this.show());
    this.language?.addEventListener("change", () => this.show());
    this.show();
  }

  show() {
    const { tables, words, prices, area } = this, text = area.value.replace(/\r\n/g, "\n").trim();
    const size = measure(text, tables);
    const room = size.segments > 1 ? size.segments * tables.parts[size.alphabet] : tables.alone[size.alphabet];
    this.shown.replaceChildren();
    this.say(filled(words.size, { ...size, room }));
    if (!text) return;
    const costs = Object.entries(prices).map(([name, price]) => `${name} ${money(price * size.segments)} F`);
    this.say(filled(words.cost, { costs: costs.join(" · ") }));
    const dear = dearSigns(text, tables);
    if (dear.length) this.say(filled(words.dear, { signs: dear.join(" ") }), "is-dear");
    if (size.tight) this.say(filled(words.tight, { segments: size.shorter }), "is-dear");
    if (text.length > area.maxLength && area.maxLength > 0) {
      this.say(filled(words.long, { length: text.length, most: area.maxLength }), "is-long");
    }
    const blanks = text.match(/\{[^{}]*\}|[{}]\S*/g);
    if (blanks) this.say(filled(words.blanks, { blanks: [...new Set(blanks)].join(", ") }));
    const proposal = propose(text, this.language?.value ?? "fr", tables);
    if (proposal) this.offer(text, proposal);
  }

  say(text, classes) {
    this.shown.append(mark("p", text, classes));
  }

  offer(text, proposal) {
    const { words } = this, before = proposal.before.segments, after = proposal.after.segments;
    this.say(after < before ? filled(words.propose, { before, after }) : words.tidy);
    this.shown.append(difference(text, proposal.text));
    for (const [word, other] of proposal.mistaken) this.say(filled(words.mistaken, { word, other }), "is-dear");
    const button = mark("button", words.accept, "button button-small button-secondary");
    button.type = "button";
    button.addEventListener("click", () => {
      this.area.value = proposal.text;
      this.area.dispatchEvent(new Event("input", { bubbles: true }));
      this.area.dispatchEvent(new Event("change", { bubbles: true }));
      this.area.focus();
    });
    this.shown.append(button);
  }
}

export function watch(root) {
  for (const area of root.querySelectorAll("textarea[data-sms]:not([data-sms=''])")) {
    if (!area.dataset.counted && !area.id.includes("__prefix__")) {
      area.dataset.counted = "yes";
      new Counter(area);
    }
  }
}

if (typeof document !== "undefined") {
  watch(document);
  // Wagtail adds the fields of one more text when somebody asks for them.
  new MutationObserver(() => watch(document)).observe(document.body, { childList: true, subtree: true });
}
