from patterns._native import answer as answer
