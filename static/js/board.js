// `data-board`: a card that has a form `data-move` is dragged to another `data-column`, or taken there by Shift with an
// arrow key. Either sends that form; the answer replaces what carries `data-swap`, so one stays where one is.
const BOARD = "[data-board]"
const card = (element) => element?.closest?.(`${BOARD} li:has(form[data-move])`)
const forms = () => document.querySelectorAll(`${BOARD} form[data-move]`)
let held

function ready() {
  for (const form of forms()) form.closest("li").draggable = true
}

/** Takes over what the answer says. Returns whether it was a board at all. */
function show(page) {
  if (!page.querySelector(BOARD)) return false
  for (const part of document.querySelectorAll("[data-swap]")) part.replaceChildren(...(page.getElementById(part.id)?.childNodes ?? []))
  const notices = page.querySelector("[data-notices]")
  document.querySelector("[data-notices]")?.replaceChildren(...(notices?.childNodes ?? []))
  document.querySelector("[data-board-said]").textContent = document.querySelector("[data-notices] .notice__text")?.textContent ?? ""
  ready()
  return true
}

async function send(form) {
  const moved = form.closest("li")
  moved.toggleAttribute("data-busy", true)
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "text/html" } })
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    if (!answer.ok || !show(page)) return form.submit()
  } catch {
    return form.submit() // so that the browser itself says what is wrong; a move that was done is not done again
  }
  document.getElementById(moved.id)?.querySelector("a").focus({ preventScroll: false })
}

/** Moves a card at once, and tells the server. */
function move(item, column) {
  const form = item.querySelector("form[data-move]")
  const { column: value } = column.dataset
  if (![...form.elements.to.options].some((option) => option.value === value)) return
  form.elements.to.value = value
  column.querySelector("ul").prepend(item)
  send(form)
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches(`${BOARD} form[data-move]`)) return
  event.preventDefault()
  send(event.target)
})

document.addEventListener("keydown", (event) => {
  if (!event.shiftKey || event.altKey || event.ctrlKey || event.metaKey || !/^Arrow(Left|Right)$/.test(event.key)) return
  const item = event.target.matches("select, input") ? null : card(event.target)
  if (!item) return
  event.preventDefault()
  const columns = [...document.querySelectorAll(`${BOARD} [data-column]`)]
  const forwards = (event.key === "ArrowRight") === (getComputedStyle(item).direction === "ltr")
  const next = columns[columns.indexOf(item.closest("[data-column]")) + (forwards ? 1 : -1)]
  if (next && !item.hasAttribute("data-busy")) move(item, next)
})

const over = (column) => {
  for (const other of document.querySelectorAll(`${BOARD} [data-over]`)) if (other !== column) other.removeAttribute("data-over")
  column?.toggleAttribute("data-over", true)
}

document.addEventListener("dragstart", (event) => {
  held = card(event.target)
  if (!held) return
  held.toggleAttribute("data-held", true)
  event.dataTransfer.effectAllowed = "move"
  event.dataTransfer.setData("text/plain", held.querySelector("a").textContent)
})
document.addEventListener("dragover", (event) => {
  if (!held) return
  const column = event.target.closest?.(`${BOARD} [data-column]`)
  over(column)
  if (column) event.preventDefault()
})
document.addEventListener("drop", (event) => {
  const column = held && event.target.closest?.(`${BOARD} [data-column]`)
  if (!column) return
  event.preventDefault()
  if (!column.contains(held)) move(held, column)
})
document.addEventListener("dragend", () => {
  held?.removeAttribute("data-held")
  over()
  held = undefined
})

// A search swaps the cards too.
for (const board of document.querySelectorAll(BOARD)) new MutationObserver(ready).observe(board, { childList: true })
ready()
