"""A manual as one HTML page: contents and a search beside the text, everything else ``drive_rules.page``'s.

The page is whole without its script, which only hides what a search does not find.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from drive_rules.manual.parts import (
    Block,
    Book,
    Bullets,
    Code,
    Drawing,
    Folded,
    Line,
    Link,
    Mark,
    Paragraph,
    Row,
    Run,
    Section,
    Table,
    sections_in,
)
from drive_rules.page import LINE, NOTHING, Html, Page, joined, link, table, tag, text, words


def html(book: Book) -> str:
    """The book as one page."""
    parts = joined((_block(part, 2) for part in book.parts), LINE)
    rules = sum(1 for _ in sections_in(book.parts, "rule"))
    return Page(
        title=book.title,
        body=parts,
        head=joined(tag("p", _line(line)) for line in book.head),
        beside=_search(rules),
        contents=_contents(book.parts),
        foot=tag("p", _line(book.foot)),
        style=STYLE,
        script=SCRIPT,
    ).html()


def _search(rules: int) -> Html:
    """Out of sight until the script that it needs has shown it."""
    asked = text("label", "Search the rules", for_="search")
    field = tag("input", type="search", id="search", autocomplete="off", aria_describedby="found")
    told = tag("p", id="found", class_="quiet", aria_live="polite", data_rules=str(rules))
    return tag("div", asked, field, told, role="search", class_="search screen", hidden="")


def _contents(parts: Iterable[Section]) -> Html:
    found = []
    for part in parts:
        chapters = [each for each in part.blocks if isinstance(each, Section) and each.sort == "chapter"]
        below = tag("ul", *(tag("li", link(each.id, words(each.title))) for each in chapters))
        found.append(tag("li", link(part.id, words(part.title)), below if chapters else NOTHING))
    return tag("ul", *found)


# -- blocks ----------------------------------------------------------------------------------------


def _block(block: Block, level: int) -> Html:
    match block:
        case Paragraph(line=line, quiet=quiet):
            return tag("p", _line(line), **_quiet(quiet))
        case Bullets(items=items, quiet=quiet, numbered=numbered):
            return tag(
                "ol" if numbered else "ul", *(tag("li", _line(each)) for each in items), **_quiet(quiet)
            )
        case Table():
            rows = [_cells(row) for row in block.rows]
            return table(block.id, block.caption, block.heads, rows)
        case Drawing(svg=svg, across=across):
            # Whoever reads by keyboard has to reach the box to scroll it.
            sort = "drawing across" if across else "drawing"
            return tag("div", svg, class_=sort, tabindex="0", role="group", aria_label="Drawing")
        case Folded(title=title, blocks=blocks):
            return tag("details", text("summary", title), *(_block(each, level) for each in blocks))
        case Section():
            return _section(block, level)
        case _:
            assert_never(block)


def _section(section: Section, level: int) -> Html:
    name = "article" if section.sort == "rule" else "section"
    heading = text(f"h{min(level, 6)}", section.title)
    inside = (_block(each, level + 1) for each in section.blocks)
    return tag(name, heading, LINE, joined(inside, LINE), id=section.id, class_=section.sort)


def _quiet(quiet: bool) -> dict[str, str]:
    return {"class_": "quiet"} if quiet else {}


def _cells(row: Row) -> list[Html]:
    first, *others = (_line(cell) for cell in row.cells)
    return [tag("span", first, id=row.id) if row.id else first, *others]


def _line(line: Line) -> Html:
    return joined(map(_run, line))


def _run(run: Run) -> Html:
    match run:
        case str():
            return words(run)
        case Link(target=target, words=said):
            return link(target, words(said))
        case Mark(words=said, sort=sort):
            return text("strong", said, class_="doubt") if sort == "doubt" else text("strong", said)
        case Code(words=said):
            return text("code", said)
        case _:
            assert_never(run)


STYLE = """
h5, h6 { font-size: 1rem; line-height: 1.3; margin: 1.4rem 0 .4rem }
section.part > h2 { font-size: 1.6rem }
section.chapter > h3 { font-size: 1.3rem; margin-top: 2.5rem }
section.group > h4 { margin-top: 2rem; border-bottom: 1px solid var(--line); padding-bottom: .2rem }
article.rule { margin: 1.2rem 0; padding: .1rem 1rem .6rem; border: 1px solid var(--line);
  border-left-width: .3rem; border-radius: .25rem }
article.rule > h4, article.rule > h5 { margin: .8rem 0 .3rem; font-size: 1.05rem; color: inherit }
article.rule:target, section:target > h3, span:target { background: var(--pale) }
article p, article ul { margin: .35rem 0 }
details { margin: .4rem 0 }
.search label { font-weight: 600; display: block; margin-bottom: .3rem }
.search p { min-height: 1.5em; margin: .3rem 0 .8rem }
[id="chapter-Index"] ul { columns: 15rem; column-gap: 2rem; padding: 0; list-style: none }
[id="chapter-Index"] li { padding-left: 1rem; text-indent: -1rem }
.drawing { overflow-x: auto; margin: 1rem 0 }
.drawing svg { min-width: 34rem }
.searching .part > :not(.chapter):not(h2), .searching .chapter > :not(.rule):not(.group):not(h3),
  .searching .group > :not(.rule):not(h4) { display: none }
@media print {
  nav ul { columns: 2; column-gap: 8mm } nav ul ul { columns: 1 }
  nav li { break-inside: avoid }
  section.part { break-before: page }
  article.rule { break-inside: avoid; padding: 0 2.5mm .5mm; margin: 2.5mm 0 }
  article p, article ul, details { margin: .7mm 0 }
  article .quiet, details { font-size: 8.5pt }
  .drawing { overflow: visible; break-inside: avoid } .drawing svg { min-width: 0 }
  .drawing.across { page: across } }
"""

SCRIPT = """
(function () {
  "use strict";
  var field = document.getElementById("search");
  var told = document.getElementById("found");
  var rules = Array.from(document.querySelectorAll("article.rule"));
  var said = rules.map(function (rule) {
    return (rule.textContent + " " + rule.id).toLowerCase().replace(/\\s+/g, " ");
  });
  var around = Array.from(document.querySelectorAll("section.part, section.chapter, section.group"));
  function search() {
    var wanted = field.value.toLowerCase().split(/\\s+/).filter(Boolean);
    var found = 0;
    rules.forEach(function (rule, number) {
      var hit = wanted.every(function (word) { return said[number].indexOf(word) >= 0; });
      rule.hidden = !hit;
      if (hit) { found += 1; }
    });
    around.forEach(function (each) {
      each.hidden = wanted.length > 0 && !each.querySelector("article.rule:not([hidden])");
    });
    document.body.classList.toggle("searching", wanted.length > 0);
    told.textContent = wanted.length ? found + " of " + rules.length + " rules found" : "";
  }
  function arrive() {
    var place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (place && place.getClientRects().length === 0) {
      field.value = "";
      search();
      place.scrollIntoView();
    }
  }
  field.addEventListener("input", search);
  window.addEventListener("hashchange", arrive);
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details").forEach(function (each) { each.open = true; });
  });
  document.querySelector(".search").hidden = false;
  search();
})();
"""
