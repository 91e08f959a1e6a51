from bench.interpreter import describe_build

OPTIMIZED: dict[str, object] = {
    "CONFIG_ARGS": "'--enable-shared' '--enable-optimizations' '--with-lto=full' 'LIBS=-L/lib -lm'",
    "PY_CFLAGS": "-g -O2 -Wall -O3",
    "PY_CORE_LDFLAGS": "-flto=auto -fprofile-use",
    "PGO_PROF_USE_FLAG": "-fprofile-use -fprofile-correction",
}


def test_a_build_is_described_by_the_options_and_flags_that_were_used() -> None:
    assert describe_build(OPTIMIZED, is_shared=True) == (
        "in a shared library, -O3, -flto=auto, -fprofile-use, --enable-optimizations, --with-lto"
    )
    plain: dict[str, object] = {"CONFIG_ARGS": None, "PGO_PROF_USE_FLAG": "-fprofile-use"}
    assert describe_build(plain, is_shared=False) == (
        "in the executable, without --enable-optimizations, without --with-lto"
    )


def test_flags_of_another_build_are_said_to_be_those_of_another() -> None:
    """Debian's sysconfig describes the shared library, which its executable does not use."""
    assert describe_build({"CONFIG_ARGS": "'--enable-shared'"}, is_shared=False) == (
        "in the executable (sysconfig describes another build: without --enable-optimizations, "
        "without --with-lto)"
    )
