"""The places of a file that someone has to name, and the answers given so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from .places import Found, Gazetteer, Named

# An answer: this place is left out.
LEFT_OUT = "-"
# Places each asked about once a row where a look-alike stands on several rows of places: more would be a wall of questions.
MOST_BY_ROW = 20


@dataclass
class Question:
    """A place that someone has to name. `key` is what the answer is kept under."""

    key: str
    text: str
    context: str
    choices: tuple[int, ...]
    rows: list[int] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)  # those it heads, by their letters
    contradiction: bool = False


@dataclass
class Asking:
    """`answers` gives codes of territories by the key of their question, or LEFT_OUT."""

    gazetteer: Gazetteer
    answers: dict[str, str]
    questions: dict[str, Question] = field(default_factory=dict)

    def answer(self, *keys: str) -> int | str | None:
        """The territory that the first of these keys is answered with, or LEFT_OUT; None when it has to be asked."""
        for key in keys:
            answer = self.answers.get(key, "")
            if answer == LEFT_OUT:
                return LEFT_OUT
            if (territory := self.gazetteer.codes.get(answer.upper())) is not None:
                return territory
        return None

    def question(self, key: str, named: Named, found: Found) -> Question:
        """The question under this key, asked now if it was not before."""
        if key not in self.questions:
            context = ", ".join(filter(None, (named.province, named.region)))
            self.questions[key] = Question(
                key, named.name or named.code, context, found.choices, contradiction=found.contradiction
            )
        return self.questions[key]

    def ask_by_row(self) -> None:
        """Ask row by row about a look-alike on several rows of places."""
        for key, question in list(self.questions.items()):
            if 1 < len(question.rows) <= MOST_BY_ROW and len(question.choices) > 1:
                del self.questions[key]
                for row in question.rows:
                    own = of_row(key, row)
                    self.questions[own] = Question(
                        own, question.text, question.context, question.choices, [row], [], question.contradiction
                    )


def of_row(key: str, row: int) -> str:
    """The key of a question about one row; its answer holds for this file only."""
    return f"{key}#{row}"


def of_column(key: str, column: str) -> str:
    """The key of a question about one column; files of the same headings share its answer."""
    return f"{key}@{column}"
