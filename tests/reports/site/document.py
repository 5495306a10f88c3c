"""What a page of HTML consists of, read back by the standard library's parser."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "img", "input", "source", "br", "hr", "rect"}


@dataclass
class Element:
    """One element: its name, its attributes, and the text in it."""

    name: str
    attributes: dict[str, str]
    text: str = ""


@dataclass
class Document(HTMLParser):
    """The elements of a page, in order; refuses one that is not closed as it should be."""

    elements: list[Element] = field(default_factory=list)
    open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        assert len({name for name, _ in attrs}) == len(attrs), f"an attribute of {tag} is there twice"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that is closed at once, as those of SVG are."""
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """Close an element."""
        assert self.open, f"{tag} is closed and never opened"
        assert self.open.pop().name == tag

    def handle_data(self, data: str) -> None:
        """Note text in all that it is in."""
        for element in self.open:
            element.text += data

    def all(self, name: str) -> list[Element]:
        """Return the elements of a name."""
        return [element for element in self.elements if element.name == name]

    def by_id(self, identifier: str) -> Element:
        """Return the one element of an id."""
        (found,) = [one for one in self.elements if one.attributes.get("id") == identifier]
        return found


def read(html: str) -> Document:
    """Return a page, in which all is closed that was opened."""
    document = Document()
    document.feed(html)
    document.close()
    assert [element.name for element in document.open] == []
    return document
