from ui.datablock.count import EMPTY, FILLED, MOST_BATCHES, batches_svg


def squares(svg: str) -> tuple[int, int]:
    """How many full and how many hollow squares a drawing has."""
    hollow = svg.count(f'rx="1.5" fill="none" stroke="{EMPTY}"')
    return svg.count(f'fill="{FILLED}"'), hollow


def test_every_picture_is_a_square_and_those_left_over_are_hollow():
    assert squares(batches_svg(333, 32, 10)) == (320, 13)
    assert squares(batches_svg(256, 32, 8)) == (256, 0)


def test_of_very_many_batches_only_the_first_are_drawn():
    assert squares(batches_svg(1000, 10, 100)) == (10 * MOST_BATCHES, 0)
