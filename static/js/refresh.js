// `data-refresh="2s"`: asks for this page again and again and replaces the element of that id,
// until the answer has none to refresh any more: then it is shown as the page it is.
const later = (text) => parseFloat(text) * (text.endsWith("ms") ? 1 : 1000)

function refresh(element, pause = later(element.dataset.refresh)) {
  setTimeout(async () => {
    if (document.hidden) return refresh(element, pause)
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null)
    // Refused or gone: asking again would not mend it, and the page itself says why.
    if (answer?.status >= 400 && answer.status < 500) return location.reload()
    // A server in trouble, or none: ever more seldom.
    if (!answer?.ok) return refresh(element, Math.min(pause * 2, 30_000))
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    const next = page.getElementById(element.id)
    if (!next?.dataset.refresh || answer.redirected) return location.replace(answer.url)
    element.replaceChildren(...next.childNodes)
    refresh(element)
  }, pause)
}

for (const element of document.querySelectorAll("[data-refresh]")) refresh(element)
