"""A score drawn: from nothing to the most it can be, what is certain, what may come, and the threshold.

The same is said in words beside it; nothing is told by colour alone.
"""

from __future__ import annotations

from drive_rules.answers import Score
from drive_rules.assessment.lines import score_words
from drive_rules.ir import SCALE, Checklist
from drive_rules.page import Html, escaped

WIDE, DOWN = 320.0, 62.0
LEFT, RIGHT = 12.0, 308.0
BAR, HIGH = 22.0, 16.0


def scale(score: Score, checklist: Checklist, id: str) -> Html:
    """The picture of a score; nothing where it has no ends that can be drawn."""
    low, high = _number(score.low), _number(score.high)
    most = max(sum(max(item.points, 0) for item in checklist.items) / SCALE, high or 0.0)
    if low is None or high is None or low < 0 or most <= 0:
        return Html("")
    threshold = _number(score.threshold)
    said = f"{score.name}: {score_words(score)}"
    parts = [
        f'<rect x="{LEFT}" y="{BAR}" width="{RIGHT - LEFT}" height="{HIGH}" fill="#fff" stroke="#50545c"/>',
        _box(0, low, most, 'fill="#1a1c20"'),
        _box(low, high, most, 'fill="#d5d9e0" stroke="#1a1c20" stroke-dasharray="4 2"'),
        _words(LEFT, BAR + HIGH + 13, "0", "start"),
        _words(RIGHT, BAR + HIGH + 13, f"{most:g}", "end"),
    ]
    if 0 < low < most:
        parts.append(_words(_at(low, most), BAR + HIGH + 13, f"{low:g}", "middle"))
    if low < high < most:
        parts.append(_words(_at(high, most), BAR + HIGH + 13, f"{high:g}", "middle"))
    if threshold is not None and 0 <= threshold <= most:
        x = _at(threshold, most)
        parts.append(f'<path d="M{x:.1f},{BAR - 6} V{BAR + HIGH + 3}" stroke="#b3470a" stroke-width="2.5"/>')
        parts.append(_words(x, BAR - 9, f"threshold {threshold:g}", "end" if x > WIDE / 2 else "start"))
    return Html(
        f'<svg class="scale" viewBox="0 0 {WIDE:g} {DOWN:g}" role="img" aria-labelledby="{id}-title" '
        'font-family="Arial, \'Liberation Sans\', sans-serif" font-size="11">'
        f'<title id="{id}-title">{escaped(said)}</title>'
        f'<rect width="{WIDE:g}" height="{DOWN:g}" fill="#fff"/>{"".join(parts)}</svg>'
    )


def _number(words: str) -> float | None:
    try:
        return float(words)
    except ValueError:
        return None


def _at(value: float, most: float) -> float:
    return LEFT + (RIGHT - LEFT) * value / most


def _box(low: float, high: float, most: float, look: str) -> str:
    start, end = _at(low, most), _at(high, most)
    if end <= start:
        return ""
    return f'<rect x="{start:.1f}" y="{BAR}" width="{end - start:.1f}" height="{HIGH}" {look}/>'


def _words(x: float, y: float, words: str, where: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{where}" fill="#1a1c20">{escaped(words)}</text>'
