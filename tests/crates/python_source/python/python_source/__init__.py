from python_source._core import answer as answer
