"""What can be wrong with a book on disk, said in both languages with the remedy."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tongket.model.text import Language, Text


class Fault(StrEnum):
    """Say what is wrong with a file."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    CHANGED = "changed"
    NAME = "name"
    CONTENT = "content"
    ROWS = "rows"
    RECORDS = "records"
    PARENT = "parent"
    STRANGER = "stranger"
    REGISTER = "register"
    CHAIN = "chain"
    CHAIN_END = "chain_end"


@dataclass(frozen=True)
class _Wording:
    what: Text
    remedy: Text


_BRING_BACK = Text(
    vi="Khôi phục tệp này từ bản sao lưu của sổ; không dùng số liệu của bản chốt này cho đến khi khôi phục xong.",
    en="Bring the file back from a copy of the book; use no figure of this seal until then.",
)

WORDINGS: dict[Fault, _Wording] = {
    Fault.MISSING: _Wording(Text(vi="thiếu tệp", en="the file is missing"), _BRING_BACK),
    Fault.UNREADABLE: _Wording(
        Text(vi="không đọc được nội dung tệp", en="the file cannot be read"),
        Text(
            vi="Khôi phục tệp từ bản sao lưu của sổ, hoặc thu nhận lại tệp nguồn nếu là bản ghi đã thu nhận.",
            en="Bring the file back from a copy of the book; records can also be collected again from their source.",
        ),
    ),
    Fault.CHANGED: _Wording(
        Text(vi="tệp đã bị thay đổi sau khi ghi", en="the file was changed after it was written"), _BRING_BACK
    ),
    Fault.NAME: _Wording(
        Text(
            vi="tên thư mục không khớp với nội dung bản kê của bản chốt",
            en="the folder's name is not the digest of what the manifest says",
        ),
        _BRING_BACK,
    ),
    Fault.CONTENT: _Wording(
        Text(
            vi="nội dung các dòng không khớp với mã băm nội dung trong bản kê",
            en="the rows do not give the content digest of the manifest",
        ),
        _BRING_BACK,
    ),
    Fault.ROWS: _Wording(
        Text(vi="số dòng không khớp với bản kê", en="the number of rows is not that of the manifest"), _BRING_BACK
    ),
    Fault.RECORDS: _Wording(
        Text(
            vi="số bản ghi trên đĩa không khớp với danh sách các lần thu nhận",
            en="the number of records on disk is not that of the list of loads",
        ),
        Text(
            vi="Khôi phục thư mục bản ghi từ bản sao lưu của sổ, hoặc thu nhận lại tệp nguồn của lần thu nhận này.",
            en="Bring the folder back from a copy of the book, or collect the source of this load again.",
        ),
    ),
    Fault.PARENT: _Wording(
        Text(vi="không có bản chốt trước mà bản kê nêu", en="the parent seal named in the manifest is not there"),
        Text(
            vi="Khôi phục thư mục của bản chốt trước từ bản sao lưu của sổ.",
            en="Bring the parent's folder back from a copy of the book.",
        ),
    ),
    Fault.CHAIN: _Wording(
        Text(
            vi="dòng này của sổ đăng ký đã bị sửa, hoặc một dòng trước nó đã bị bỏ",
            en="this line of the registrations was changed, or one before it was taken out",
        ),
        Text(
            vi="Khôi phục tệp này từ bản sao lưu của sổ; các đánh giá dựa trên đăng ký không còn chứng minh được.",
            en="Bring the file back from a copy of the book; until then no registration proves anything.",
        ),
    ),
    Fault.CHAIN_END: _Wording(
        Text(
            vi="sổ đăng ký thiếu một dòng mà một đánh giá đã dẫn",
            en="the registrations lack a line that an evaluation rests on",
        ),
        Text(
            vi="Khôi phục tệp này từ bản sao lưu của sổ.",
            en="Bring the file back from a copy of the book.",
        ),
    ),
    Fault.REGISTER: _Wording(
        Text(
            vi="dòng này của sổ theo dõi tín hiệu đã bị sửa, hoặc một dòng trước nó đã bị bỏ",
            en="this line of the register of signals was changed, or one before it was taken out",
        ),
        Text(
            vi="Khôi phục tệp này từ bản sao lưu của sổ; chưa ghi thêm tín hiệu cho đến khi khôi phục xong.",
            en="Bring the file back from a copy of the book; enter no signal until then.",
        ),
    ),
    Fault.STRANGER: _Wording(
        Text(vi="có tệp hoặc thư mục lạ", en="there is a file or folder that does not belong here"),
        Text(
            vi="Chuyển tệp hoặc thư mục này ra khỏi sổ; bản chốt đã ghi không được thêm bớt.",
            en="Move it out of the book; nothing may be added to a seal.",
        ),
    ),
}


@dataclass(frozen=True)
class Problem:
    """Name one file that is not as it was written.

    Attributes
    ----------
    file : str
        Path within the book, with forward slashes.
    fault : Fault
        What is wrong.
    expected, found : str
        Digests or numbers, where the fault has any.
    """

    file: str
    fault: Fault
    expected: str = ""
    found: str = ""

    def in_language(self, language: Language) -> str:
        """Return one line: file, what is wrong, what was expected and found, what to do."""
        wording = WORDINGS[self.fault]
        expected, found = ("phải là", "nhưng là") if language == "vi" else ("must be", "is")
        parts = [f"{self.file}: {wording.what.in_language(language)}"]
        if self.expected:
            parts.append(f"; {expected} {self.expected}")
        if self.found:
            parts.append(f", {found} {self.found}")
        return "".join(parts) + ". " + wording.remedy.in_language(language)

    def as_json(self) -> dict[str, str]:
        """Return the problem as ``tongket verify --json`` prints it."""
        return {
            "file": self.file,
            "fault": self.fault.value,
            "expected": self.expected,
            "found": self.found,
            "text_vi": self.in_language("vi"),
            "text_en": self.in_language("en"),
        }
