import pytest

from bench.corpus import Corpus


@pytest.mark.parametrize(
    ("size", "topics", "guides"), [(10, 3, 2), (100, 30, 20), (1_000, 300, 200), (5_000, 300, 200)]
)
def test_small_corpora_have_topics_and_guides_in_proportion(
    size: int, topics: int, guides: int
) -> None:
    corpus = Corpus(size=size)
    assert (len(corpus.topics), len(corpus.guides)) == (topics, guides)


def test_no_topic_of_a_corpus_is_empty() -> None:
    corpus = Corpus(size=100)
    used = {name for thread in corpus.threads() for name in thread.topics}
    assert used == set(corpus.topics)
