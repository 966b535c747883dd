"""The demonstration: the synthetic sources of a Cần Thơ book for 2019 to 2024, made from a seed.

Every case, notice and accident is invented; some totals are calibrated to what was published. How, and to what, stands
in ``docs/reference/demonstration.md``.
"""

from tongket.collect.demonstration.plan import Closing, DemonstrationLoad, DemonstrationPlan
from tongket.collect.demonstration.sources import write_demonstration_sources

__all__ = ["Closing", "DemonstrationLoad", "DemonstrationPlan", "write_demonstration_sources"]
