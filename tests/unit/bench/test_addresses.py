from bench.addresses import lose_some
from ssg.addresses import ListedAddress, format_addresses, parse_addresses


def test_every_tenth_thread_of_the_list_is_lost() -> None:
    listed = [ListedAddress(address=f"/threads/t-{number}/") for number in range(100)]
    data = format_addresses(listed, ()).decode()
    lost = parse_addresses("".join(lose_some(data)).encode())
    assert not lost.broken
    assert len(lost.listed.keys() - {one.address for one in listed}) == 10
