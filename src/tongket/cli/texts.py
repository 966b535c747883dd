"""What the command line says, in both languages."""

from __future__ import annotations

from tongket.model.text import Language, Text

TEXTS: dict[str, Text] = {
    "about": Text(
        "Biến hồ sơ của công an thành phố thành số liệu truy nguyên được và thành báo cáo tổng kết năm.",
        "Turn a city police's records into figures that can be traced, and into the year-end report.",
    ),
    "interrupted": Text(
        "Đã dừng theo yêu cầu; sổ vẫn nguyên vẹn. Chạy lại lệnh để làm tiếp.",
        "Stopped as you asked; the book is whole. Run the command again to go on.",
    ),
    "no_access": Text(
        "Tệp {path}: phải đọc và ghi được; hệ thống báo {reason}."
        " Kiểm tra đường dẫn, quyền truy cập và dung lượng đĩa.",
        "File {path}: must be open to reading and writing; the system says {reason}."
        " Check the path, your rights and the space on the disk.",
    ),
    "unreadable": Text(
        "Một tệp của sổ không đọc được: {reason}. Chạy tongket verify để tìm tệp hỏng, rồi khôi phục từ bản sao.",
        "A file of the book cannot be read: {reason}. Run tongket verify to find it, and bring it back from a copy.",
    ),
    "version": Text("hiện phiên bản rồi thoát", "show the version and exit"),
    "commands": Text("các lệnh", "commands"),
    "command": Text("LỆNH", "COMMAND"),
    "init": Text("Lập một sổ mới từ mẫu có sẵn.", "Make a new book from a preset."),
    "demo": Text(
        "Lập sổ trình diễn với số liệu mô phỏng, thu nhận và khóa sổ.",
        "Make the synthetic demonstration book, collected and sealed.",
    ),
    "collect": Text(
        "Đọc, kiểm tra, nhận hoặc loại từng bản ghi, kèm lý do.",
        "Read records, validate them, accept or reject each with its reason.",
    ),
    "template": Text("Viết biểu mẫu Excel để nhập số liệu.", "Write an Excel form for entering records."),
    "rejects": Text("Liệt kê các dòng bị loại, kèm lý do.", "List rejected rows with their reasons."),
    "versions": Text("Cho xem mọi phiên bản của một bản ghi.", "Show every version of one record."),
    "close": Text(
        "Khóa sổ: lập bản chốt số liệu tại một ngày chốt.", "Close the books: seal the records at a cut-off."
    ),
    "seals": Text("Liệt kê các bản chốt.", "List the seals."),
    "count": Text("Tính các chỉ tiêu đã khai báo.", "Count the declared indicators."),
    "trace": Text("Truy một số liệu về hồ sơ gốc.", "Trace a figure back to its records."),
    "diff": Text("Giải thích chênh lệch giữa hai bản chốt.", "Explain what changed between two seals."),
    "verify": Text("Tính lại mọi mã băm của sổ.", "Recompute every digest of the book."),
    "evaluate": Text(
        "Đánh giá đợt cao điểm và sự kiện được bảo vệ: có tác dụng không, chắc đến đâu, không biết được điều gì.",
        "Judge peak campaigns and protected events: did it work, how sure is that, what cannot be known.",
    ),
    "opt_campaign": Text("mã đợt cao điểm hoặc sự kiện (mặc định tất cả)", "campaign or event (default all)"),
    "opt_evaluate_as_of": Text("bản chốt mới nhất đến ngày này", "the newest seal with a cut-off not after this day"),
    "opt_power": Text(
        "chỉ in khả năng phát hiện: mức giảm nào thì thấy được",
        "print only what could be seen: which fall would be found",
    ),
    "opt_register": Text(
        "ghi vào chuỗi đăng ký điều dùng để đánh giá: outcome=…, comparison=…, minimum_effect=… (mặc định theo sổ)",
        "write down what it will be judged by: outcome=…, comparison=…, minimum_effect=… (default the register's)",
    ),
    "opt_cards": Text("ghi phiếu đánh giá kèm hình ra tệp HTML", "write the cards with pictures to an HTML file"),
    "plan": Text(
        "Xem việc quá hạn, sắp đến hạn, trong hạn, đã xong: chỉ tiêu, nhiệm vụ, kiến nghị, truy nã, thanh tra, vụ án.",
        "Show what is late, due soon, on the way, met: targets, tasks, petitions, wanted notices, inspections, cases.",
    ),
    "opt_plan_as_of": Text("ngày xem (mặc định hôm nay)", "day of the board (default today)"),
    "opt_plan_seal": Text(
        "bản chốt: mã, ngày, hoặc latest (mặc định: bản mới nhất chốt đến ngày xem)",
        "seal: digest, day, or latest (default: the newest with a cut-off not after the day)",
    ),
    "opt_plan_kind": Text("chỉ loại việc này; lặp lại được", "this kind only; may be repeated"),
    "opt_plan_owner": Text("chỉ đơn vị có tên chứa chữ này", "owners whose name holds these words only"),
    "opt_plan_by": Text("chia theo đơn vị hoặc theo loại việc", "in groups by owner or by kind"),
    "opt_explain": Text(
        "giải thích một việc: từng ngày của thời hạn, từng tháng của chỉ tiêu",
        "explain one item: every day of a deadline, every month of a target",
    ),
    "opt_moved": Text("thời hạn nào đã thay đổi, vì sao", "which deadlines moved, and why"),
    "opt_targets": Text("chỉ tiêu: đã đạt, phải đạt, dự báo", "targets: reached, should be, projected"),
    "opt_wanted": Text("truy nã: tồn, phát sinh, kết quả", "wanted notices: stock and flow"),
    "opt_inspections": Text("thanh tra: kế hoạch, mức bao phủ", "inspections: plan and coverage"),
    "opt_draw": Text("rút thăm N đơn vị để thanh tra đột xuất", "draw N units for unannounced inspections"),
    "opt_draw_seed": Text(
        "số công khai của lần rút thăm (ví dụ giải đặc biệt xổ số của một ngày đã báo trước)",
        "public number of the draw (the first prize of a lottery on a day announced before)",
    ),
    "opt_succession": Text(
        "đối chiếu hai danh sách quy hoạch (cấp ủy; lãnh đạo, chỉ huy) với nhau và với quy định",
        "hold two succession lists (committee, command) against each other and the rules",
    ),
    "opt_succession_names": Text(
        "hiện cả họ tên trên màn hình này (không ghi vào đâu)", "show the names on this screen too (written nowhere)"
    ),
    "opt_integrity": Text(
        "xem cách ghi nhận theo đơn vị và loại việc, cho cán bộ thanh tra",
        "how units record, by unit and category, for the inspectors",
    ),
    "opt_clocks": Text(
        "thời hạn tố tụng: tỷ lệ trong hạn, vụ nào còn bao lâu",
        "legal clocks: share kept, and how long each case has left",
    ),
    "opt_petitions": Text(
        "kiến nghị cử tri theo đợt: tiếp nhận, trả lời, kết quả",
        "voters' petitions by batch: received, answered, outcome",
    ),
    "opt_directives": Text(
        "nhiệm vụ cấp trên giao: văn bản, đơn vị, hạn, minh chứng",
        "directives: document, owner, day, evidence",
    ),
    "opt_plan_all": Text(
        "liệt kê mọi việc, không chỉ việc cần xử lý ngay", "list every item, not only the urgent ones"
    ),
    "opt_plan_period": Text(
        "kỳ của kiến nghị, thời hạn, thanh tra, số liệu (mặc định năm báo cáo đến ngày xem)",
        "period of petitions, clocks, inspections, integrity (default the reporting year up to the day)",
    ),
    "opt_units": Text(
        "tệp danh sách đơn vị của cơ quan, mỗi dòng một đơn vị (với --inspections, --draw)",
        "the office's own list of units, one a line (with --inspections, --draw)",
    ),
    "opt_rules": Text(
        "tệp TOML quy định riêng của cơ quan (với --succession)", "the office's own rules, TOML (with --succession)"
    ),
    "opt_template_table": Text(
        "bảng, ví dụ cases; hoặc succession_committee, succession_command",
        "table, for example cases; or succession_committee, succession_command",
    ),
    "opt_ical": Text("ghi lịch .ics theo đơn vị vào thư mục", "write calendar files by owner into a folder"),
    "opt_plan_html": Text("ghi thêm thành trang HTML", "write it as an HTML page too"),
    "watch": Text(
        "Cảnh báo sớm theo địa điểm, thời gian: tăng bất thường, chùm vụ việc, điểm nóng, tái diễn lân cận.",
        "Watch for what is unusual: surges, clusters, hot spots, near repeats.",
    ),
    "opt_watch_as_of": Text(
        "chỉ dùng điều đã biết đến ngày này (mặc định hôm nay)", "use only what was known on this day (default today)"
    ),
    "opt_watch_basis": Text(
        "tính là đã biết khi ngày đó không có bản chốt: đã nhận (received), ghi ngày (dated), hay tự chọn (auto)",
        "what counts as known where no seal was made that day: received, dated, or chosen by what there is (auto)",
    ),
    "opt_geojson": Text("ghi tín hiệu ra tệp GeoJSON", "write the signals as GeoJSON"),
    "opt_map": Text(
        "ghi bản đồ: trang .html, hoặc ảnh .svg, .png", "write the map: a page .html, or a picture .svg, .png"
    ),
    "opt_watch_dry": Text("không ghi tín hiệu vào sổ theo dõi", "do not enter the signals in the register"),
    "opt_budget": Text(
        "cho biết trước số báo động sai mỗi tháng của từng phương pháp",
        "say beforehand how many false alarms a month each detector raises",
    ),
    "opt_backtest": Text(
        "thử trên quá khứ của chính sổ: cài thêm 1,5 đến 3 lần số vụ rồi xem phát hiện được gì",
        "try on the book's own past: put outbreaks of 1.5 to 3 times in and say what is found",
    ),
    "opt_signals": Text("liệt kê sổ theo dõi tín hiệu", "list the register of signals"),
    "opt_mark": Text(
        "ghi bước xử lý của một tín hiệu: acknowledged, looked_at, explained, acted, rồi kết luận confirmed,"
        " false_alarm, artefact hoặc undecided",
        "note what became of a signal: acknowledged, looked_at, explained, acted, then the outcome confirmed,"
        " false_alarm, artefact or undecided",
    ),
    "opt_mark_by": Text(
        "đơn vị thực hiện (với --mark); không ghi tên người", "office that did it (with --mark); never a person's name"
    ),
    "opt_mark_note": Text("ghi chú (với --mark)", "note (with --mark)"),
    "opt_mark_on": Text(
        "ngày thực hiện (với --mark; mặc định hôm nay)", "day it was done (with --mark; default today)"
    ),
    "report": Text("Viết báo cáo tổng kết.", "Write the report."),
    "proof": Text(
        "Soát số liệu trong văn bản: tìm mọi con số, tính lại, đối chiếu với sổ.",
        "Proof a text: find every number, recompute it, hold it to the book.",
    ),
    "opt_texts": Text("văn bản: .docx, .pdf, .html, .md, .txt", "texts: .docx, .pdf, .html, .md, .txt"),
    "opt_proof_book": Text("sổ để đối chiếu (cùng với --period)", "book to hold the text to (with --period)"),
    "opt_proof_seal": Text(
        "bản chốt để đối chiếu: mã, ngày, hoặc latest (mặc định: bản văn bản dẫn, nếu không có thì bản mới nhất)",
        "seal to hold it to: digest, day, or latest (default: the one the text names, else the latest)",
    ),
    "opt_marked": Text("ghi trang HTML tô màu từng con số", "write an HTML page with every number coloured"),
    "opt_commented": Text("ghi bản sao .docx có chú thích", "write a copy of the .docx with comments"),
    "opt_book": Text("thư mục của sổ", "folder of the book"),
    "opt_json": Text("in một đối tượng JSON cho máy đọc", "print one JSON object for machines"),
    "opt_lang": Text("ngôn ngữ: vi hoặc en (mặc định theo sổ)", "language: vi or en (default: the book's)"),
    "opt_quiet": Text("không hiện tiến độ", "show no progress"),
    "opt_book_preset": Text(
        "mẫu sổ: vn-city, demonstration, philadelphia, chicago, toronto, uk-police",
        "preset of the book: vn-city, demonstration, philadelphia, chicago, toronto, uk-police",
    ),
    "opt_seed": Text("hạt giống của số liệu mô phỏng", "seed of the synthetic data"),
    "opt_sources": Text(
        "tệp CSV, Parquet, Excel, thư mục, tệp zip hoặc địa chỉ cơ sở dữ liệu",
        "CSV, Parquet or Excel files, a folder, a zip file, or a database address",
    ),
    "opt_preset": Text("bảng ánh xạ có sẵn", "shipped mapping"),
    "opt_mapping": Text("tệp ánh xạ TOML", "mapping file (TOML)"),
    "opt_table": Text("bảng, ví dụ cases", "table, for example cases"),
    "opt_query": Text("câu truy vấn cho cơ sở dữ liệu", "query for a database"),
    "opt_received": Text("ngày nhận số liệu (mặc định hôm nay)", "day the data were received (default today)"),
    "opt_template_book": Text(
        "sổ có danh mục đơn vị và tội danh để đưa vào danh sách chọn",
        "book whose units and offences fill the drop-down lists",
    ),
    "opt_dry": Text("chỉ kiểm tra và so với số liệu đã có", "only check, and compare with what is there"),
    "opt_guess": Text("đề xuất bảng ánh xạ cho tệp lạ", "propose a mapping for an unknown file"),
    "opt_mapping_output": Text(
        "tệp ghi bảng ánh xạ được đề xuất (với --guess)", "file of the proposed mapping (--guess)"
    ),
    "opt_form": Text("tệp Excel cần ghi", "Excel file to write"),
    "opt_output": Text("thư mục ghi báo cáo (mặc định reports/ của sổ)", "folder of the reports (default the book's)"),
    "opt_as_of": Text("ngày chốt số liệu", "cut-off day"),
    "opt_status": Text("ước tính, sơ bộ hay chính thức", "estimate, preliminary or official"),
    "opt_note": Text("lý do khóa sổ", "why the seal is made"),
    "opt_parent": Text("bản chốt được sửa đổi; none nếu không có", "seal that this one amends; none for none"),
    "opt_basis": Text(
        "tính là đã biết: nhận được đến ngày chốt (received), ghi ngày đến ngày chốt (dated), hay tự chọn (auto)",
        "what counts as known: received by the cut-off, dated up to it, or chosen by what there is (auto)",
    ),
    "opt_period": Text("kỳ báo cáo, ví dụ mps:2022", "period, for example mps:2022"),
    "opt_against": Text(
        "kỳ so sánh: một kỳ, mean:K hoặc base:NĂM; có thể lặp lại",
        "compare with: a period, mean:K or base:YEAR; may be repeated",
    ),
    "opt_report_against": Text(
        "kỳ so sánh, tối đa hai: một kỳ hoặc base:NĂM (mặc định năm trước và năm đầu của sổ)",
        "compare with at most two: a period or base:YEAR (default the year before and the book's first year)",
    ),
    "opt_by": Text(
        "phân tổ theo area, offence, offence_group, severity, month, weekday_hour; tối đa hai",
        "break down by area, offence, offence_group, severity, month, weekday_hour; at most two",
    ),
    "opt_indicator": Text("chỉ tiêu cần tính (mặc định tất cả)", "indicator to count (default all)"),
    "opt_seal": Text("bản chốt: mã, ngày, hoặc latest", "seal: digest, day, or latest"),
    "opt_areas_of": Text("quy về địa giới của ngày này", "restate to the units in force on this day"),
    "opt_area_level": Text("cấp đơn vị hành chính", "level of areas"),
    "opt_csv": Text("ghi mọi số liệu ra tệp CSV", "write all figures to a CSV file"),
    "opt_figure": Text("mã số liệu", "figure id"),
    "opt_page": Text("trang", "page"),
    "opt_rule": Text("chỉ quy tắc này", "only this rule"),
    "opt_key": Text("mã bản ghi", "key of the record"),
    "opt_to": Text("định dạng: docx,pdf,html", "formats: docx,pdf,html"),
    "opt_template": Text("mẫu Word của đơn vị", "the office's Word template"),
    "opt_watermark": Text(
        "chữ chìm (mặc định theo tình trạng số liệu; '' để bỏ)", "watermark (default by status; '' for none)"
    ),
    "opt_write_template": Text("ghi mẫu Word mặc định ra tệp này rồi dừng", "write the default Word template and stop"),
    "opt_old": Text("bản chốt trước", "earlier seal"),
    "opt_new": Text("bản chốt sau", "later seal"),
    "opt_triangle": Text("in tam giác điều chỉnh", "print the revision triangle"),
}

# argparse writes these itself; without a catalogue installed they stay English.
ARGPARSE_VI = {
    "usage: ": "cách dùng: ",
    "options": "tùy chọn",
    "positional arguments": "tham số",
    "show this help message and exit": "hiện trợ giúp rồi thoát",
    "expected at least one argument": "cần ít nhất một giá trị",
    "ignored explicit argument %r": "không nhận giá trị %r",
    "ambiguous option: %(option)s could match %(matches)s": "tham số %(option)s chưa rõ, có thể là %(matches)s",
    "the following arguments are required: %s": "thiếu tham số: %s",
    "unrecognized arguments: %s": "tham số không hợp lệ: %s",
    "expected one argument": "cần một giá trị",
    "invalid choice: %(value)r (choose from %(choices)s)": "giá trị %(value)r không hợp lệ (chọn: %(choices)s)",
    "argument %(argument_name)s: %(message)s": "tham số %(argument_name)s: %(message)s",
    "%(prog)s: error: %(message)s\n": "%(prog)s: lỗi: %(message)s\n",
}


def say(key: str, language: Language) -> str:
    """Return one of the texts in `language`."""
    return TEXTS[key].in_language(language)
