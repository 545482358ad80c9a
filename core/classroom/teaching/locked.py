"""Whether the answer sheet needs a teacher's key: where there is a class, there are learners."""

from core.classroom import tables


def there_is_a_class() -> bool:
    """Return whether some class of this server is not over yet."""
    if not tables.there_are_classes():
        return False
    with tables.reading() as table:
        return table.execute("SELECT 1 FROM class LIMIT 1").fetchone() is not None
