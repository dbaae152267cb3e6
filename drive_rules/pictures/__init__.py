"""Things to look at: the agency map of a site or a case, and a plan as a timeline.

``agency_map`` and ``timeline`` give a ``Picture``: SVG and HTML that can be opened and printed as they are,
and Mermaid.  The same input gives the same bytes.  No picture shows what the plan's text does not.
"""

from __future__ import annotations

from datetime import date

from drive_rules.agencies import Agencies
from drive_rules.ir import Ruleset
from drive_rules.pictures import map_drawing, maps, timeline_drawing, timelines
from drive_rules.pictures.paper import Picture as Picture
from drive_rules.planning.plans import Plan


def agency_map(ruleset: Ruleset, agencies: Agencies, of: date | Plan) -> Picture:
    """Of a day: everybody whom the rules may call on at the site.  Of a plan: who has tasks in that case."""
    return map_drawing.draw(maps.of_plan(of) if isinstance(of, Plan) else maps.of_site(ruleset, agencies, of))


def timeline(plan: Plan) -> Picture:
    """Who does what of a plan and when, every step once."""
    return timeline_drawing.draw(timelines.timeline_of(plan))
