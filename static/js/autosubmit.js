// `data-autosubmit`: a search form answers while one types. The answer replaces the parts of
// this page that carry `data-swap`, so the form itself, and with it the cursor, stays.
let running = new AbortController()

async function submit(form) {
  running.abort()
  running = new AbortController()
  const query = new URLSearchParams()
  // What is sent several times stands in the address once.
  for (const [name, value] of new FormData(form)) if (value !== "") query.set(name, query.has(name) ? `${query.get(name)},${value}` : value)
  const address = new URL(form.action)
  address.search = query
  const parts = document.querySelectorAll("[data-swap]")
  for (const part of parts) part.toggleAttribute("data-busy", true)
  try {
    const answer = await fetch(address, { signal: running.signal, headers: { Accept: "text/html" } })
    if (!answer.ok || answer.redirected) return location.assign(address)
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    for (const part of parts) part.replaceChildren(...(page.getElementById(part.id)?.childNodes ?? []))
    history.replaceState(history.state, "", address)
  } catch (error) {
    if (error.name === "AbortError") return
    location.assign(address)
  }
  for (const part of parts) part.removeAttribute("data-busy")
}

let pause
function soon(form, wait) {
  clearTimeout(pause)
  pause = setTimeout(() => submit(form), wait)
}

document.addEventListener("input", (event) => {
  const form = event.target.form?.closest("[data-autosubmit]")
  if (form && !event.isComposing) soon(form, event.target.matches("select, [type=checkbox]") ? 0 : 220)
})
document.addEventListener("compositionend", (event) => {
  const form = event.target.form?.closest("[data-autosubmit]")
  if (form) soon(form, 220)
})
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-autosubmit]")) return
  event.preventDefault()
  soon(event.target, 0)
})
