// `data-unfold`: a <details> that works as a menu closes with Escape and with a click beside it.
const open = () => document.querySelectorAll("[data-unfold][open]")

document.addEventListener("click", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false
})

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return
  for (const menu of open()) {
    const held = menu.contains(document.activeElement)
    menu.open = false
    if (held) menu.querySelector("summary").focus()
  }
})

// `data-opens`: a button that opens the dialog of that id.
document.addEventListener("click", (event) => {
  const id = event.target.closest("[data-opens]")?.dataset.opens
  if (!id) return
  for (const menu of open()) menu.open = false
  document.getElementById(id).showModal()
})
