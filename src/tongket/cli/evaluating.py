"""What `evaluate` prints: a card, the list of campaigns, what was registered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tongket import pipeline
from tongket.cli.showing import book_line, written
from tongket.cli.tables import format_table
from tongket.model.errors import UsageError
from tongket.model.text import Language, Text
from tongket.store import atomic

if TYPE_CHECKING:
    from tongket.cli.commands import Run
    from tongket.pipeline.evaluating import Evaluated, Registered

_NONE = Text("Bản chốt không có đợt cao điểm, sự kiện nào.", "The seal holds no campaign or event.")
_TABLE = (Text("Đợt", "Campaign"), Text("Kết luận", "Verdict"), Text("Đăng ký", "Registration"), Text("Tên", "Name"))
_FOOT = Text(
    "Chưa cộng các đợt với nhau: một vụ có thể thuộc hai đợt. Xem một đợt: tongket evaluate SỔ ĐỢT",
    "Campaigns are never added up: a case may belong to two. See one: tongket evaluate BOOK CAMPAIGN",
)
_LEFT = Text("Không đánh giá được", "Cannot be judged")
_ENTERED = Text("Đã ghi vào chuỗi đăng ký", "Entered in the chain of registrations")


def run_evaluate(run: Run) -> int:
    """Run `evaluate` as its options ask, and return the exit code."""
    options = run.options
    if options.register is not None:
        return _register(run)
    which = options.as_of.isoformat() if options.as_of is not None else options.seal
    found = pipeline.evaluate(run.book, which, options.campaign, progress=run.progress.step)
    files = []
    if options.html is not None:
        _write_page(found, options.html, run)
        files.append(options.html)
    one = options.campaign is not None
    run.print(
        evaluated_json(found, files),
        lambda: "\n\n".join(
            (
                book_line(found.book, run.language),
                _text(found, run.language, one=one, power=options.power),
                *filter(None, [written(files, run.language)]),
            )
        ),
    )
    return 0


def _register(run: Run) -> int:
    if run.options.campaign is None:
        raise UsageError("evaluate --register: the campaign must be named; for example evaluate BOOK CD-1 --register.")
    made = pipeline.register_campaign(run.book, run.options.campaign, run.options.register)
    run.print(registered_json(made), lambda: registered_text(made, run.language))
    return 0


def _write_page(found: Evaluated, path: Path, run: Run) -> None:
    from tongket.evaluate.cards_html import cards_page

    page = cards_page(found.cards, run.language, events=found.events, synthetic=run.book.file.book.synthetic)
    atomic.write_text(path, page)


def evaluated_json(found: Evaluated, files: list[Path]) -> dict[str, Any]:
    """Return what `evaluate --json` prints."""
    return {
        "book": found.book.id,
        "synthetic": found.book.file.book.synthetic,
        "seal": found.seal.digest,
        "campaigns": [card.to_json() for card in found.cards],
        "events": [card.to_json() for card in found.events],
        "left_out": [
            {"campaign": name, "reason_vi": reason.vi, "reason_en": reason.en} for name, reason in found.left_out
        ],
        "files": [str(path) for path in files],
    }


def _text(found: Evaluated, language: Language, *, one: bool, power: bool) -> str:
    if power:
        lines = [f"{card.campaign_id}: {card.power_sentence.in_language(language)}" for card in found.cards]
        return "\n".join(lines)
    if one:
        cards = ["\n".join(card.lines(language)) for card in found.cards]
        return "\n\n".join([*cards, *("\n".join(card.lines(language)) for card in found.events)])
    return _listed(found, language)


def _listed(found: Evaluated, language: Language) -> str:
    from tongket.evaluate.cards import STANDING_TEXTS
    from tongket.evaluate.cards_sentences import VERDICT_TEXTS

    if not found.cards and not found.events and not found.left_out:
        return _NONE.in_language(language)
    rows = [
        (
            card.campaign_id,
            VERDICT_TEXTS[card.verdict].in_language(language),
            STANDING_TEXTS[card.state.standing].in_language(language),
            card.name,
        )
        for card in found.cards
    ]
    parts = [format_table(tuple(head.in_language(language) for head in _TABLE), rows)] if rows else []
    parts += ["\n".join(card.lines(language)[:2]) for card in found.events]
    parts += [
        f"{_LEFT.in_language(language)}: {name}: {reason.in_language(language)}" for name, reason in found.left_out
    ]
    return "\n\n".join([*parts, _FOOT.in_language(language)])


def registered_json(made: Registered) -> dict[str, Any]:
    """Return what `evaluate --register --json` prints."""
    return {
        "campaign": made.link.subject,
        "terms": made.link.content,
        "sequence": made.link.sequence,
        "entered_at": made.link.entered_at,
        "previous": made.link.previous,
        "digest": made.link.digest,
        "before_start": made.link.entered_on < made.registration.starts_on,
    }


def registered_text(made: Registered, language: Language) -> str:
    """Return what `evaluate --register` says."""
    link = made.link
    head = f"{_ENTERED.in_language(language)}: {link.subject}, {link.entered_at}"
    terms = "\n".join(f"  {name} = {value}" for name, value in link.content.items() if value)
    late = link.entered_on >= made.registration.starts_on
    if language == "vi":
        note = "Ghi sau khi đợt đã bắt đầu: phiếu đánh giá sẽ nêu rõ." if late else "Ghi trước khi bắt đầu."
    else:
        note = "Entered after the start: the card will say so." if late else "Entered before the start."
    return f"{head}\n{terms}\n{note}\n{link.digest}"
