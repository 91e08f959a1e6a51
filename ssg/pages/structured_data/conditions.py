"""What a guide or topic is about: a medical condition, its codes and its specialty."""

import re

from ssg.model.frontmatter import Codes
from ssg.pages.structured_data.vocabulary import MedicalCode, MedicalCondition

_SPECIALTIES = {
    name.lower(): name
    for name in (
        "Anesthesia", "Cardiovascular", "CommunityHealth", "Dentistry", "Dermatology",
        "DietNutrition", "Emergency", "Endocrine", "Gastroenterologic", "Genetic", "Geriatric",
        "Gynecologic", "Hematologic", "Infectious", "LaboratoryScience", "Midwifery",
        "Musculoskeletal", "Neurologic", "Nursing", "Obstetric", "Oncologic", "Optometric",
        "Otolaryngologic", "Pathology", "Pediatric", "PharmacySpecialty", "Physiotherapy",
        "PlasticSurgery", "Podiatric", "PrimaryCare", "Psychiatric", "PublicHealth", "Pulmonary",
        "Radiography", "Renal", "RespiratoryTherapy", "Rheumatologic", "SpeechPathology",
        "Surgical", "Toxicologic", "Urologic",
    )
}  # fmt: skip
"""The members of https://schema.org/MedicalSpecialty."""


def make_condition(
    name: str, also_called: tuple[str, ...], codes: Codes | None
) -> MedicalCondition:
    return MedicalCondition(name=name, alternate_name=also_called, code=_make_codes(codes))


def find_specialty(text: str) -> str:
    """The address of the specialty that an editor wrote; empty if schema.org has no such one."""
    name = _SPECIALTIES.get(re.sub(r"[\s-]+", "", text).lower(), "")
    return f"https://schema.org/{name}" if name else ""


def _make_codes(codes: Codes | None) -> tuple[MedicalCode, ...]:
    if codes is None:
        return ()
    systems = {
        "ICD-10": codes.icd10,
        "MeSH": codes.mesh,
        "SNOMED CT": codes.snomed,
        "UMLS": codes.umls,
    }
    return tuple(
        MedicalCode(code_value=code, coding_system=system)
        for system, values in systems.items()
        for code in values
    )
