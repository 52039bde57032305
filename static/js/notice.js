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

for (const notice of document.querySelectorAll("[data-notices] [data-leaves]")) watch(notice)

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-notices] [data-close]")
  if (button) leave(button.closest(".notice"))
})
