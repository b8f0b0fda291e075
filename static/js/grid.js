// Moves between the cells of a grid as a spreadsheet does, takes in a block copied from one, and asks before figures that are
// not saved are left. Without it, Tab and typing do.
const form = document.querySelector(".civitac-grid"), table = form.querySelector("table");
const rows = [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("td")].slice(0, -1).map((cell) => cell.querySelector("input")));
const place = (input) => {
  for (const [r, row] of rows.entries()) {
    const c = row.indexOf(input);
    if (c >= 0) return [r, c];
  }
};
const go = (r, c, dr, dc) => {
  while (rows[(r += dr)] && (c += dc) >= 0 && c < rows[r].length) {
    if (rows[r][c]) {
      rows[r][c].focus();
      rows[r][c].select();
      return true;
    }
  }
};
const STEPS = { Enter: [1, 0], ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
table.addEventListener("keydown", (event) => {
  const step = STEPS[event.key], input = event.target;
  if (!step || event.altKey || event.ctrlKey || event.metaKey || input.nodeName !== "INPUT") return;
  if (event.key === "Enter") event.preventDefault();
  const found = place(input);
  if (!found) return;
  // Inside a text the arrows move the cursor; at its end, or when all of it is selected, they leave the cell.
  const { selectionStart: from, selectionEnd: to, value } = input;
  if (step[1] && !(from === 0 && to === value.length) && (from !== to || from !== (step[1] < 0 ? 0 : value.length))) return;
  const [dr, dc] = event.key === "Enter" && event.shiftKey ? [-1, 0] : step;
  if (go(...found, dr, dc)) event.preventDefault();
});
table.addEventListener("paste", (event) => {
  const text = event.clipboardData.getData("text").replace(/\r\n?/g, "\n").replace(/\n$/, ""), found = place(event.target);
  if (!found || !/[\t\n]/.test(text)) return;
  event.preventDefault();
  let isLeftOut = false;
  text.split("\n").forEach((line, r) => line.split("\t").forEach((value, c) => {
    const input = rows[found[0] + r]?.[found[1] + c];
    if (input) input.value = value.trim();
    else if (value.trim()) isLeftOut = true;
  }));
  document.querySelector("#left-out").hidden = !isLeftOut;
});
// What was refused stands in its cell as it was sent: it is not saved either. Wagtail's own watch begins after two seconds only.
let isSent = false;
form.addEventListener("submit", () => { isSent = true; });
window.addEventListener("beforeunload", (event) => {
  const isChanged = [...table.querySelectorAll("input")].some((input) => input.value !== input.defaultValue);
  if (!isSent && (isChanged || form.querySelector("[role=alert]"))) event.preventDefault();
});
