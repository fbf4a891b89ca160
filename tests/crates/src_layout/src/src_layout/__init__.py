from src_layout.src_layout import answer as answer
