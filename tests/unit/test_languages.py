from ssg.languages import fallback_chain


def test_a_fallback_chain_goes_from_the_tag_to_wider_ones() -> None:
    assert fallback_chain("pt-BR") == ("pt-BR", "pt")
    assert fallback_chain("zh-Hant-TW") == ("zh-Hant-TW", "zh-Hant", "zh")
    assert fallback_chain("en") == ("en",)
