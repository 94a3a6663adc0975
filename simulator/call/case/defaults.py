"""What every case has without saying so: the usual gauges, and what counts as winning."""

from simulator.text.message import Message

from .case import Gauge, TwoByTwo

GAUGES = {
    gauge.id: gauge
    for gauge in (
        Gauge("heat", Message("heat"), starts=50),
        Gauge("trust", Message("trust"), starts=40),
        Gauge("patience", Message("patience"), starts=60),
        Gauge("understood", Message("feeling understood"), starts=20),
        Gauge("solved", Message("matter settled"), starts=0),
        Gauge("risk", Message("risk for the company"), starts=0),
        Gauge("cost", Message("cost in yuan"), starts=0, most=10_000),
        Gauge("composure", Message("the agent's composure"), starts=80),
    )
}

COST = tuple(GAUGES).index("cost")
"""The place of the gauge `cost` in every case: the usual gauges come first."""

CELLS = TwoByTwo(
    customer_business="solved",
    customer_personal="(understood + trust + 100 - heat) / 3",
    company_business="100 - risk - cost",
    company_personal="(trust + composure) / 2",
)

BEYOND_AUTHORITY = "beyond-authority"
"""The critical error that a case names when its agents can say what is above their level."""
