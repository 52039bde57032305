// `data-rows`: j and k walk through the titles of the rows, x chooses the row; Enter is the link's own.
const typing = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], dialog")
const letter = (event) => (/^[a-z]$/i.test(event.key) ? event.key : event.code.replace(/^Key/, "")).toLowerCase()

document.addEventListener("keydown", (event) => {
  if (event.metaKey || event.ctrlKey || event.altKey || typing(event.target)) return
  const links = [...document.querySelectorAll("[data-rows] .table__title a")]
  const row = document.activeElement.closest("[data-rows] tbody tr")
  const at = links.findIndex((link) => row?.contains(link))
  const key = letter(event)
  if (key === "x") row?.querySelector(".table__check input")?.click()
  if (key !== "j" && key !== "k") return
  const next = links[Math.min(Math.max(at + (key === "j" ? 1 : -1), 0), links.length - 1)]
  next?.focus()
  next?.scrollIntoView({ block: "nearest" })
})
