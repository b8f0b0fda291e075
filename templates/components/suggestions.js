const search = document.querySelector("input[list][data-suggest]");
if (search && window.fetch) {
  const list = document.getElementById(search.getAttribute("list"));
  let last = "";
  let timer = 0;
  search.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const words = search.value.trim();
      if (words.length < 3 || words === last) return;
      last = words;
      const answer = await fetch(`${search.dataset.suggest}?q=${encodeURIComponent(words)}`).catch(() => null);
      if (!answer || !answer.ok) return;
      const found = await answer.json();
      list.replaceChildren(...found.suggestions.map((title) => new Option(title, title)));
    }, 350);
  });
}
