// `data-select-all="<form>"`: one box for all the boxes that belong to that form, Shift for a
// range, and `data-selected="<form>"` shows how many are chosen.
const boxes = (form) => [...document.querySelectorAll(`input[type=checkbox][name=id][form="${form}"]`)]
let last

function count(form) {
  const all = boxes(form), chosen = all.filter((box) => box.checked)
  const master = document.querySelector(`[data-select-all="${form}"]`)
  if (master) {
    master.checked = all.length > 0 && chosen.length === all.length
    master.indeterminate = chosen.length > 0 && chosen.length < all.length
  }
  for (const output of document.querySelectorAll(`[data-selected="${form}"]`))
    output.textContent = chosen.length.toLocaleString(document.documentElement.lang)
}

document.addEventListener("change", ({ target }) => {
  const form = target.dataset.selectAll
  if (form) for (const box of boxes(form)) box.checked = target.checked
  if (form || target.name === "id") count(form ?? target.getAttribute("form"))
})

document.addEventListener("click", (event) => {
  const { target } = event
  if (target.name !== "id" || target.type !== "checkbox") return
  const all = boxes(target.getAttribute("form"))
  if (event.shiftKey && all.includes(last)) {
    const [from, to] = [all.indexOf(last), all.indexOf(target)].sort((a, b) => a - b)
    for (const box of all.slice(from, to + 1)) box.checked = target.checked
  }
  last = target
})

for (const master of document.querySelectorAll("[data-select-all]")) count(master.dataset.selectAll)
