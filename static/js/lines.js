// `data-lines`: a row more or less without asking the server. Loaded before the scripts that change what is in a row,
// so that the row kept to be copied is as the server wrote it.
for (const lines of document.querySelectorAll("[data-lines]")) {
  const rows = () => [...lines.querySelectorAll(":scope > .line")]
  const fresh = rows().at(-1)?.cloneNode(true)
  if (!fresh) continue
  const start = `${lines.dataset.lines}.`
  let next = rows().length

  function renumber(element, name) {
    const value = element.getAttribute(name)
    const at = value?.indexOf(start) ?? -1
    if (at < 0) return
    const rest = value.slice(at + start.length).replace(/^\d+/, next)
    element.setAttribute(name, value.slice(0, at + start.length) + rest)
  }

  function add() {
    const row = fresh.cloneNode(true)
    row.classList.remove("line--blank")
    for (const element of row.querySelectorAll("*")) for (const name of ["id", "name", "for", "aria-describedby", "aria-labelledby"]) renumber(element, name)
    for (const label of row.querySelectorAll("legend")) label.textContent = label.textContent.replace(/[0-9٠-٩]+/, next + 1)
    next++
    rows().at(-1).after(row)
    row.dispatchEvent(new CustomEvent("row-added", { bubbles: true }))
    row.querySelector("input:not([type=hidden]), select:not([hidden]), textarea")?.focus()
  }

  lines.addEventListener("click", (event) => {
    if (event.target.closest("[name=more_lines]")) { event.preventDefault(); add() }
    const row = event.target.closest("[data-remove-line]")?.closest(".line")
    if (!row) return
    const neighbour = row.nextElementSibling
    // What is empty is no line, so it is emptied, and out of sight.
    for (const field of row.querySelectorAll("input, select, textarea")) field.disabled = true
    row.hidden = true
    row.dispatchEvent(new Event("change", { bubbles: true }))
    neighbour?.querySelector("input:not([type=hidden]), select:not([hidden]), button")?.focus()
  })
}
