// Moves between the cells of a grid as a spreadsheet does, and takes in a block copied from one. Without it, Tab and typing do.
const table = document.querySelector(".civitac-grid table");
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
  text.split("\n").forEach((line, r) => line.split("\t").forEach((value, c) => {
    const input = rows[found[0] + r]?.[found[1] + c];
    if (input) input.value = value.trim();
  }));
});
