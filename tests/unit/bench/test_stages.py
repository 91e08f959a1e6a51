from bench.stages import PLACES, STAGES


def test_every_stage_that_is_timed_exists() -> None:
    names = set().union(*map(vars, PLACES))
    assert set(STAGES) <= names
