"""Names in a ZIP come out as they were typed, whichever system packed it."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from core.gather.as_read import from_zip
from core.gather.reading.refusal import Refused
from core.gather.reading.zip_names import read_names
from tests.core.gather.zips import names_in, packed_in

WORDS = {
    "cp932": "くま ソース 表 猫 犬 りんご 能 構 ねこ パンダ 赤 黄 きのこ 正常 不良 春 ポテト",
    "cp949": "고양이 강아지 호랑이 사과 바나나 빨강 파랑 가위 정상 불량 토끼 자동차 비행기",
    "cp936": "熊猫 老虎 苹果 香蕉 健康 生锈 红色 石头 剪刀 正常 缺陷 可回收垃圾 飞机 草莓",
    "cp950": "熊貓 老虎 蘋果 香蕉 紅色 正常 不良 一般垃圾 資源回收 飛機 汽車 草莓 獅子",
    "cp850": "avião pão Bär Löwe Brötchen éléphant niño maçã grün Übung forêt crème Größe",
    "cp437": "Bär Löwe éléphant piñata café Müll grün crème",
    "cp1251": "Кошка Собака медведь яблоко красный зелёный здоровый больной стекло бумага",
    "cp866": "Кошка Собака медведь яблоко красный зелёный здоровый больной стекло бумага",
    "cp1252": "Bär Löwe éléphant avião grün maçã coração forêt Größe",
    "cp852": "żółty kočka růže źrebak łódź",
    "utf-8": "हिन्दी தமிழ் Bär くま 고양이 猫 avião кошка แมว γάτα חתול قطة 🫎 Ærø",
}


@pytest.mark.parametrize("encoding", WORDS)
def test_a_class_of_each_word(encoding: str) -> None:
    words = WORDS[encoding].split()
    names = [f"set/{word}/{number}.jpg" for word in words for number in range(2)]
    assert read_names(names_in(packed_in(encoding, names))).paths == names


@settings(max_examples=150)
@given(some.sampled_from([name for name in WORDS if name not in ("cp852", "cp437")]), some.data())
def test_a_few_words_are_enough_or_it_is_asked(encoding: str, data: some.DataObject) -> None:
    words = data.draw(
        some.lists(some.sampled_from(WORDS[encoding].split()), min_size=1, max_size=4)
    )
    names = [f"{word}/1.jpg" for word in words]
    found = read_names(names_in(packed_in(encoding, names)))
    offered = [found.paths, *(_read_as(encoding, names, other) for other, _, _ in found.others)]
    assert names in offered, (encoding, names, found)


def _read_as(encoding: str, names: list[str], other: str) -> list[str]:
    return read_names(names_in(packed_in(encoding, names)), other).paths


def test_two_good_readings_are_asked_about_and_the_answer_counts() -> None:
    packed = packed_in("cp1250", ["kočka/1.jpg"])
    found = read_names(names_in(packed))
    assert "cp1250" in [encoding for encoding, _, _ in found.others]
    answered = read_names(names_in(packed), "cp1250")
    assert answered.paths == ["kočka/1.jpg"]
    assert found.encoding in [encoding for encoding, _, _ in answered.others], "to think again"


def test_a_decomposed_name_makes_a_composed_class() -> None:
    names = [
        unicodedata.normalize("NFD", name) for name in ("Bär/1.jpg", "고양이/2.jpg", "が/3.jpg")
    ]
    labels = [file.label for file in from_zip("x.zip", packed_in("utf-8", names)).files]  # type: ignore[union-attr]
    assert labels == ["Bär", "고양이", "が"]


def test_a_name_given_again_in_unicode_is_taken() -> None:
    packed = packed_in("ascii", ["くま/1.jpg", "猫/2.jpg"], unicode_too=True)
    assert read_names(names_in(packed)).paths == ["くま/1.jpg", "猫/2.jpg"]


def test_the_flag_is_trusted_beside_names_without_it() -> None:
    packed = packed_in("cp932", ["表/1.jpg"])
    assert read_names(names_in(packed)).paths == ["表/1.jpg"]


@settings(max_examples=200)
@given(some.lists(some.binary(min_size=1, max_size=30), min_size=1, max_size=8))
def test_any_bytes_are_some_name(names: list[bytes]) -> None:
    packed = packed_in("latin-1", [name.decode("latin-1") for name in names])
    try:
        entries = names_in(packed)
    except Exception:  # zipfile itself cannot read it
        return
    assert len(read_names(entries).paths) == len(names)
    try:
        assert from_zip("x.zip", packed).total <= len(names)
    except Refused:
        pass
