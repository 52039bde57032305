// `data-unsaved`: leaving a form that was changed asks first, in the browser's own words.
const changed = new Set()

document.addEventListener("input", ({ target }) => {
  const form = target.form?.closest("[data-unsaved]")
  if (form) changed.add(form)
})
document.addEventListener("change", ({ target }) => {
  const form = target.form?.closest("[data-unsaved]")
  if (form) changed.add(form)
})
document.addEventListener("submit", ({ target }) => changed.delete(target))
addEventListener("beforeunload", (event) => { if (changed.size > 0) event.preventDefault() })
