const share = document.querySelector("[data-copy]");
if (share && navigator.clipboard) {
  share.hidden = false;
  share.addEventListener("click", async () => {
    await navigator.clipboard.writeText(share.dataset.copy);
    share.textContent = share.dataset.done;
  });
}

const unfold = () => {
  const part = document.querySelector("details:target");
  if (part) part.open = true;
};
addEventListener("hashchange", unfold);
unfold();

addEventListener("load", () => {
  if (navigator.serviceWorker) navigator.serviceWorker.register("/sw.js");
  if (location.pathname === "/") {
    document.head.insertAdjacentHTML("beforeend", '<link rel="manifest" href="/manifest.webmanifest">');
  }
});
