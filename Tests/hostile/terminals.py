"""Text that commands a terminal: to a terminal harmless, to a pipe unchanged."""

from chunks import END, data, text
from harness import Case, head, says

HOSTILE = {
    "colours": ("a\x1b[31mred\x1b[0m", "a\\u{1b}[31mred\\u{1b}[0m"),
    "a title": ("\x1b]0;title\x07", "\\u{1b}]0;title\\u{7}"),
    "a clipboard (OSC 52)": ("\x1b]52;c;aGk=\x1b\\", "\\u{1b}]52;c;aGk=\\u{1b}\\"),
    "a link (OSC 8)": ("\x1b]8;;http://evil/\x07x", "\\u{1b}]8;;http://evil/\\u{7}x"),
    "C1 control": ("\u009b2J", "\\u{9b}2J"),
    "the other way round": ("\u202eevil\u2066x", "\\u{202e}evil\\u{2066}x"),
    "tag characters": ("a\U000e0041b", "a\\u{e0041}b"),
    "an overwritten line": ("good\revil", "good\\u{d}evil"),
    "backspaces": ("ab\b\bcd", "ab\\u{8}\\u{8}cd"),
    "lines ended by CRLF": ("a\r\nb", "a\nb"),
    "a question to the terminal": ("\x1b[c\x05", "\\u{1b}[c\\u{5}"),
    "DEL and NUL": ("a\x7f\0b", "a\\u{7f}\\u{0}b"),
}


def cases():
    found = []
    for name, (hostile, harmless) in HOSTILE.items():
        pieces = [text(character) for character in hostile] + [END]
        script = says(head(), *pieces)
        found += [
            Case(f"{name}, to a terminal", script, 0, out=harmless.encode() + b"\n", terminal=True),
            Case(f"{name}, to a pipe", script, 0, out=hostile.encode() + b"\n"),
        ]
    refusal = data({"choices": [{"delta": {"refusal": "\x1b[2Jno\u202e"}}]})
    call = data({"choices": [{"delta": {"tool_calls": [
        {"index": 0, "function": {"name": "\x1b[2Jf\u202e", "arguments": "{}"}}]}}]})
    thought = data({"choices": [{"delta": {"reasoning": "\x1b[2Jhm\u202e"}}]})
    return found + [
        Case("a refusal", says(head(), refusal, END), 7, err=r"\\u\{1b\}\[2Jno\\u\{202e\}"),
        Case("a tool's name", says(head(), call, END), 0, err=r"\\u\{1b\}\[2Jf"),
        Case("thinking", says(head(), thought, END), 0, words=["--show-reasoning"],
             err=r"\\u\{1b\}\[2Jhm"),
        Case("a model's name, as JSON", says(head(), data(
            {"model": "\x1b[2Jm", "choices": [{"delta": {"content": "x"}}]}), END), 0,
            words=["--json"], out=__import__("re").compile(rb'[^\x1b]*"model":"\\u001b\[2Jm"[^\x1b]*\n', 16)),
        Case("a reason to end", says(head(), data(
            {"choices": [{"delta": {}, "finish_reason": "\x1b[2Jwhy"}]})), 0,
            err=r"\\u\{1b\}\[2Jwhy"),
    ]
