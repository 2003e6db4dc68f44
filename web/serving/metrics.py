"""The service's counters for Prometheus, without questions, addresses or keys. The only importer of its client."""

from __future__ import annotations

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, Info, generate_latest

CONTENT_TYPE = CONTENT_TYPE_LATEST
_BUCKETS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)


class Metrics:
    """The counters of one service, in a registry of their own."""

    def __init__(self) -> None:
        own = self._registry = CollectorRegistry()
        self._requests = Counter(
            "verbatim_requests", "Requests to the API.", ["route", "method", "status"], registry=own
        )
        self._seconds = Histogram(
            "verbatim_request_seconds", "Time to answer a request.", ["route"], registry=own, buckets=_BUCKETS
        )
        self._answers = Counter(
            "verbatim_answers", "Answers of the page, the API and the tools together.", ["verdict"], registry=own
        )
        self._withheld = Counter(
            "verbatim_withheld", "Passages withheld because their text did not match its source.", registry=own
        )
        self._busy = Counter("verbatim_busy", "Requests turned away because too many were in flight.", registry=own)
        self._in_flight = Gauge("verbatim_in_flight", "Requests being worked on.", registry=own)
        self._snapshot = Info("verbatim_snapshot", "The snapshot that answers.", registry=own)

    def request(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count an answered request to `route` (its pattern, not its path)."""
        self._requests.labels(route, method, status).inc()
        self._seconds.labels(route).observe(seconds)

    def answer(self, verdict: str, withheld: int) -> None:
        """Count an answered question and the passages withheld from it."""
        self._answers.labels(verdict).inc()
        self._withheld.inc(withheld)

    def withheld(self) -> None:
        """Count an article that failed verification."""
        self._withheld.inc()

    def busy(self) -> None:
        """Count a request that was turned away because the service was busy."""
        self._busy.inc()

    def begun(self) -> None:
        """Count a request as being worked on."""
        self._in_flight.inc()

    def ended(self) -> None:
        """Count a request as no longer being worked on."""
        self._in_flight.dec()

    def opened(self, snapshot: str) -> None:
        """Record the id of the snapshot that answers from now on."""
        self._snapshot.info({"id": snapshot})

    def text(self) -> bytes:
        """All counters in Prometheus' text format."""
        return generate_latest(self._registry)
