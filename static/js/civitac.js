// Nothing here is needed: every act works without a script. It only saves a gesture.
const share = document.querySelector("[data-copy]");
if (share && navigator.clipboard) {
  share.hidden = false;
  share.addEventListener("click", async () => {
    await navigator.clipboard.writeText(share.dataset.copy);
    share.textContent = share.dataset.done;
  });
}

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

// A link to a folded part of the page unfolds it.
const unfold = () => {
  const part = document.querySelector("details:target");
  if (part) part.open = true;
};
addEventListener("hashchange", unfold);
unfold();

// Pages read lately open again without the network.
if (navigator.serviceWorker) addEventListener("load", () => navigator.serviceWorker.register("/sw.js"));
