"""What the pages say, from the catalogues they say it with."""

import functools
import re

import yaml

from kontor import HOUSE


@functools.cache
def _catalogue(language):
    texts = {}

    def take(prefix, value):
        if isinstance(value, dict):
            for name, inner in value.items():
                take(f"{prefix}.{name}", inner)
        else:
            texts[prefix] = str(value)

    for file in (HOUSE / "templates").glob(f"*/texts/{language}.yaml"):
        take(file.parent.parent.name, yaml.load(file.read_text(), yaml.BaseLoader))
    return texts


class Words:
    """The texts of one language: `words("common.save")`, with `{names}` filled in."""

    def __init__(self, language):
        self.language = language
        self.direction = "rtl" if language == "ar" else "ltr"

    def __call__(self, key, /, **named):
        text = _catalogue(self.language)[key]
        for name, value in named.items():
            text = text.replace(f"{{{name}}}", str(value))
        return text

    def count(self, key, number):
        """A text in the plural that the number takes (Unicode CLDR, "Language Plural Rules")."""
        return self(f"{key}.{self._plural(number)}", count=number)

    def _plural(self, number):
        if self.language != "ar":
            return "one" if number == 1 else "other"
        if number < 3:
            return ["zero", "one", "two"][number]
        rest = number % 100
        return "few" if 3 <= rest <= 10 else "many" if rest >= 11 else "other"

    def starting(self, key):
        """For labels that go on, for instance with "required"."""
        return re.compile("^" + re.escape(self(key)))


def plain(text):
    """Without the invisible marks that keep names in one script from reordering sentences in another."""
    return re.sub("[\u2066-\u2069]", "", text)
