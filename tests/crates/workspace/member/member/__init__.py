from member._member import answer as answer
