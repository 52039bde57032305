// `data-theme-choice`: radio buttons light, dark and auto. The choice stays on this device.
for (const choice of document.querySelectorAll("[data-theme-choice]")) {
  const current = localStorage.getItem("theme") ?? "auto"
  for (const radio of choice.querySelectorAll("input")) radio.checked = radio.value === current

  choice.addEventListener("change", ({ target }) => {
    if (target.value === "auto") {
      localStorage.removeItem("theme")
      delete document.documentElement.dataset.theme
    } else {
      localStorage.setItem("theme", target.value)
      document.documentElement.dataset.theme = target.value
    }
  })
}
