"""What a compiled template does, step by step, and the Python code of that."""

from collections.abc import Iterable, Sequence

from msgspec import Struct


class Text(Struct, frozen=True):
    """Writes a text that is known."""

    text: str


class Write(Struct, frozen=True):
    """Writes what an expression gives: a `str` of HTML."""

    source: str


class Run(Struct, frozen=True):
    """Runs a line of Python."""

    line: str


class Fill(Struct, frozen=True):
    """Calls a function that writes its component; `arguments` are source."""

    function: str
    arguments: str


class Capture(Struct, frozen=True):
    """Gives the variable what the body writes, as one `str`."""

    variable: str
    body: "tuple[Operation, ...]"


class Branch(Struct, frozen=True):
    test: str
    body: "tuple[Operation, ...]"
    orelse: "tuple[Operation, ...]"


class Loop(Struct, frozen=True):
    """`orelse` is for a loop without any item; `flag` is a variable that tells it."""

    target: str
    iterable: str
    body: "tuple[Operation, ...]"
    orelse: "tuple[Operation, ...]"
    flag: str


Operation = Text | Write | Run | Fill | Capture | Branch | Loop

_INDENT = " "


def function_source(name: str, parameters: str, body: Iterable[Operation]) -> str:
    """A function whose first parameter is the list that it adds texts to."""
    lines = _block(merge_texts(body), _INDENT, "out")
    return "\n".join([f"def {name}(out, {parameters}):", *lines, ""])


def merge_texts(body: Iterable[Operation]) -> tuple[Operation, ...]:
    """The same operations, with texts that follow each other as one."""
    merged: list[Operation] = []
    for operation in body:
        if isinstance(operation, Text):
            if not operation.text:
                continue
            if merged and isinstance(last := merged[-1], Text):
                merged[-1] = Text(last.text + operation.text)
                continue
        merged.append(operation)
    return tuple(merged)


def _block(body: Sequence[Operation], indent: str, out: str) -> list[str]:
    lines: list[str] = []
    written: list[str] = []
    for operation in merge_texts(body):
        match operation:
            case Text():
                written.append(repr(operation.text))
            case Write():
                written.append(operation.source)
            case _:
                lines += _written(written, indent, out)
                written = []
                lines += _statement(operation, indent, out)
    lines += _written(written, indent, out)
    return lines or [f"{indent}pass"]


def _written(sources: Sequence[str], indent: str, out: str) -> list[str]:
    if len(sources) > 1:
        return [f"{indent}{out} += ({', '.join(sources)})"]
    return [f"{indent}{out}.append({source})" for source in sources]


def _statement(operation: Operation, indent: str, out: str) -> list[str]:
    match operation:
        case Run():
            return [indent + operation.line]
        case Fill():
            return [f"{indent}{operation.function}({out}, {operation.arguments})"]
        case Capture(variable=variable):
            lines = _block(operation.body, indent, variable)
            return [f"{indent}{variable} = []", *lines, f"{indent}{variable} = join({variable})"]
        case Branch():
            return _branch(operation, indent, out)
        case Loop():
            return _loop(operation, indent, out)
    raise TypeError(operation)


def _branch(branch: Branch, indent: str, out: str, word: str = "if") -> list[str]:
    lines = [f"{indent}{word} {branch.test}:", *_block(branch.body, indent + _INDENT, out)]
    match branch.orelse:
        case ():
            return lines
        case (Branch() as only,):
            return lines + _branch(only, indent, out, "elif")
    return [*lines, f"{indent}else:", *_block(branch.orelse, indent + _INDENT, out)]


def _loop(loop: Loop, indent: str, out: str) -> list[str]:
    inner = indent + _INDENT
    lines = [f"{indent}for {loop.target} in {loop.iterable}:"]
    if not loop.orelse:
        return lines + _block(loop.body, inner, out)
    return [
        f"{indent}{loop.flag} = True",
        *lines,
        f"{inner}{loop.flag} = False",
        *_block(loop.body, inner, out),
        f"{indent}if {loop.flag}:",
        *_block(loop.orelse, inner, out),
    ]
