// `data-notices`: a notice can be closed; one that may leave (`data-leaves`) does so after a
// while, but never while one is reading it with pointer or focus.
const STAY = 12_000

function leave(notice) {
  notice.dataset.leaving = ""
  setTimeout(() => notice.remove(), 250)
}

function watch(notice) {
  let timer
  const start = () => { timer = setTimeout(() => leave(notice), STAY) }
  const hold = () => clearTimeout(timer)
  for (const name of ["pointerenter", "focusin"]) notice.addEventListener(name, hold)
  for (const name of ["pointerleave", "focusout"]) notice.addEventListener(name, () => { hold(); start() })
  start()
}

for (const place of document.querySelectorAll("[data-notices]")) {
  const begin = () => { for (const notice of place.querySelectorAll("[data-leaves]")) watch(notice) }
  new MutationObserver((changes) => { if (changes.some((change) => change.addedNodes.length)) begin() }).observe(place, { childList: true })
  begin()
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-notices] [data-close]")
  if (button) leave(button.closest(".notice"))
})
