"""The rules of Regulation (EU) 2024/1351, as pure functions that name the provision they carry out."""
