"""Turn figures into the year-end report: one document model, three renderers (docx, pdf, html).

Every number in prose, table or chart is a span bound to a figure; `tongket.report.bound.check_bound` refuses a
document that holds any other. Renderers compute nothing.
"""
