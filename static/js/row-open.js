// `data-rows`: a click anywhere on a row follows its title's link, unless it chose text or
// met something with a purpose of its own.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-rows] tbody tr")?.querySelector(".table__title a")
  if (!link || event.defaultPrevented || event.target.closest("a, button, input, label, form, .table__check")) return
  if (String(getSelection()) !== "") return
  if (event.metaKey || event.ctrlKey) open(link.href, "_blank", "noopener")
  else link.click()
})
