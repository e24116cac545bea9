# Fails when a Swift file has more than 300 lines or a body more than 40.
# Relies on swift-format: a body closes with "}" at its declaration's own indentation, and a line
# that begins a body ends with "{" or, where the signature goes on, with "(".
BEGIN { maxFile = 300; maxBody = 40 }
FNR == 1 { start = 0 }
{ match($0, /^ */); indent = RLENGTH }
!start && /^ *([a-z@()]+ )*(func |init[?(<]|deinit|subscript|var [^=]*\{$).*[{(]$/ { start = FNR; at = indent; name = $0 }
start && FNR > start && indent == at && /^ *}/ {
  length_ = FNR - start + 1
  if (length_ > maxBody) { printf "%s:%d: %d lines:%s\n", FILENAME, start, length_, name; bad = 1 }
  start = 0
}
FNR == maxFile + 1 { printf "%s: more than %d lines\n", FILENAME, maxFile; bad = 1 }
END { exit bad }
