// `data-confirm="question"`, of a form or of its button: it asks before it is sent. What it does can be undone, so
// without this script it is sent at once.
const dialog = document.getElementById("confirm")
let sure

document.addEventListener("submit", (event) => {
  const form = event.target
  const question = event.submitter?.dataset.confirm ?? form.dataset.confirm
  if (!question || !dialog || form === sure) return
  event.preventDefault()
  const { submitter } = event
  dialog.querySelector("h2").textContent = question
  dialog.querySelector("[data-yes]").textContent = submitter?.textContent.trim() ?? ""
  dialog.returnValue = "no"
  dialog.onclose = () => {
    if (dialog.returnValue !== "yes") return
    sure = form
    form.requestSubmit(submitter)
    sure = undefined
  }
  dialog.showModal()
}, { capture: true })
