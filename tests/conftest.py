"""Settings every test shares: derandomised property tests, so that a red run can be repeated."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "ordinary",
    derandomize=True,
    deadline=None,
    max_examples=50,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("nightly", deadline=None, max_examples=2000)
settings.load_profile("ordinary")
