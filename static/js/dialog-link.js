// `data-dialog`: a link to a page that asks something shows the question (`data-dialog-body`)
// in a dialog instead. Whatever goes wrong, the link is followed as any other.
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-dialog]")
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return
  event.preventDefault()
  const answer = await fetch(link.href).catch(() => null)
  const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html")
  const body = page && page.querySelector("[data-dialog-body]")
  if (!body) return location.assign(link.href)

  const dialog = document.createElement("dialog")
  dialog.className = "dialog"
  body.classList.remove("card")
  const title = body.querySelector("h1")
  title.id = "dialog-title"
  dialog.setAttribute("aria-labelledby", title.id)
  dialog.append(body)
  document.body.append(dialog)
  dialog.addEventListener("close", () => { dialog.remove(); link.focus() })
  dialog.addEventListener("click", (event) => {
    if (event.target !== dialog && !event.target.closest("[data-dialog-close]")) return
    event.preventDefault()
    dialog.close()
  })
  dialog.showModal()
})
