"""The sentences of the simulated case are read whole and stay on the documented claim."""

from __future__ import annotations

import numpy as np

from core.demo.texts import CLAIM, LANGS, OWN, STANCES, VIDEO, load_texts, read_toml


def test_every_language_has_every_kind_of_sentence() -> None:
    words = read_toml("texts")
    assert set(words) == set(LANGS)
    for lang, lists in words.items():
        assert len(lists["claim"]) == 6, lang
        assert len(lists["debunk"]) >= 3 and len(lists["media"]) >= 2, lang
        assert all(sentence == sentence.strip() for name in ("claim", "debunk", "reply") for sentence in lists[name])


def test_claims_name_the_virus() -> None:
    claims = {lang: " ".join(lists["claim"]).lower() for lang, lists in read_toml("texts").items()}
    stems = {
        "zh": "病毒",
        "ru": "коронавирус",
        "kk": "коронавирус",
        "hi": "कोरोनावायरस",
        "el": "κορονοϊ",
        "tr": "koronavirüs",
    }
    assert all(text.count(stems.get(lang, "coronavirus")) >= 3 for lang, text in claims.items())


def test_the_pool_holds_every_wording_once_per_place() -> None:
    texts = load_texts()
    total = int((texts.families * texts.variants).sum())
    assert len(texts.pool) == total + 1 == len(texts.tags)
    assert texts.hostile == total
    assert (texts.families > 0).all()
    assert texts.families.shape == (len(LANGS), len(STANCES))


def test_tags_are_those_of_the_text() -> None:
    texts = load_texts()
    shown = {text: tags for text, tags in zip(texts.pool.to_pylist(), texts.tags.to_pylist(), strict=True)}
    tagged = next(text for text in shown if text.startswith("#कज़ाकिस्तान: ") and text.endswith("#कोरोनावायरस"))
    assert shown[tagged][0] == "कज़ाकिस्तान"
    assert shown[tagged][-1] == "कोरोनावायरस"


def test_picks_stay_within_the_language_and_the_stance() -> None:
    texts, rng = load_texts(), np.random.default_rng(1)
    size = 500
    lang = rng.integers(0, len(LANGS), size)
    stance = rng.choice([VIDEO, CLAIM, OWN], size)
    picked = texts.pick(lang, stance, rng, np.zeros(size, bool))
    begin = texts.offset[lang, stance]
    assert (picked >= begin).all()
    assert (picked < begin + texts.families[lang, stance] * texts.variants[lang, stance]).all()


def test_copies_of_one_salvo_are_near_duplicates() -> None:
    texts, rng = load_texts(), np.random.default_rng(1)
    size = 200
    one = np.zeros(size, np.int64)
    picked = texts.pick(one, np.full(size, CLAIM), rng, np.ones(size, bool), np.full(size, 3))
    assert len(set(picked.tolist())) <= 6
    assert len(texts.pick(one, np.full(size, CLAIM), rng, np.zeros(size, bool))) == size
