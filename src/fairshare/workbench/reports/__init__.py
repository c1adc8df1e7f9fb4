"""Evaluations as reports: HTML, PDF, DOCX, XLSX and JSON, in the language that is active. Django without a database."""
