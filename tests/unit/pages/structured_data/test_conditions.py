import pytest

from ssg.model.frontmatter import Codes
from ssg.pages.structured_data.conditions import find_specialty, make_condition
from ssg.pages.structured_data.vocabulary import MedicalCode


@pytest.mark.parametrize(
    ("text", "specialty"),
    [
        ("Primary care", "https://schema.org/PrimaryCare"),
        ("primary-care", "https://schema.org/PrimaryCare"),
        ("Dermatology", "https://schema.org/Dermatology"),
        ("General practice", ""),
        ("Medicina de familia", ""),
        ("", ""),
    ],
)
def test_a_specialty_is_named_where_the_vocabulary_has_it(text: str, specialty: str) -> None:
    assert find_specialty(text) == specialty


def test_each_code_has_its_system() -> None:
    codes = Codes(umls=("C1",), mesh=("D1", "D2"), icd10=("A1",), snomed=("1",))
    condition = make_condition("Sore back", ("backache",), codes)
    assert (condition.name, condition.alternate_name) == ("Sore back", ("backache",))
    assert condition.code == (
        MedicalCode(code_value="A1", coding_system="ICD-10"),
        MedicalCode(code_value="D1", coding_system="MeSH"),
        MedicalCode(code_value="D2", coding_system="MeSH"),
        MedicalCode(code_value="1", coding_system="SNOMED CT"),
        MedicalCode(code_value="C1", coding_system="UMLS"),
    )
    assert make_condition("Sore back", (), None).code == ()
