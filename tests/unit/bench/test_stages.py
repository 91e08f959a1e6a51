from bench.stages import STAGES
from ssg.pipeline import stages
from ssg.publish.output import Output


def test_every_stage_that_is_timed_exists() -> None:
    names = {*vars(stages), *vars(Output)}
    assert set(STAGES) <= names
