/// Writes a JSON value as UTF-8, keys sorted, slashes left alone.
///
/// Bytes and not a `String`, because every finding and every event is written at least once to be hashed.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []
    /// Whether each element has a line of its own, indented by two blanks a level.
    private let pretty: Bool
    private var depth = 0

    init(pretty: Bool) { self.pretty = pretty }

    mutating func write(_ value: JSONValue) {
        switch value {
        case .null: append("null")
        case .bool(let value): append(value ? "true" : "false")
        case .int(let value): append(String(value))
        case .double(let value): append(value.isFinite ? "\(value)" : "null")
        case .string(let value): write(value)
        case .array(let elements):
            writeList(elements, "[", "]") { writer, element in writer.write(element) }
        case .object(let members):
            writeList(members.sorted { $0.key < $1.key }, "{", "}") { writer, member in
                writer.write(member.key)
                writer.append(writer.pretty ? ": " : ":")
                writer.write(member.value)
            }
        }
    }

    private mutating func writeList<Element>(
        _ elements: [Element],
        _ open: StaticString,
        _ close: StaticString,
        _ writeElement: (inout JSONWriter, Element) -> Void
    ) {
        append(open)
        depth += 1
        for (index, element) in elements.enumerated() {
            if index > 0 { append(",") }
            startLine()
            writeElement(&self, element)
        }
        depth -= 1
        if !elements.isEmpty { startLine() }
        append(close)
    }

    private mutating func startLine() {
        guard pretty else { return }
        append("\n")
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
    }

    private mutating func write(_ string: String) {
        append("\"")
        var string = string
        string.withUTF8 { text in
            var written = 0
            for (index, byte) in text.enumerated() where byte < 0x20 || byte == 0x22 || byte == 0x5C || byte == 0x7F {
                bytes.append(contentsOf: text[written..<index])
                writeEscape(byte)
                written = index + 1
            }
            bytes.append(contentsOf: text[written...])
        }
        append("\"")
    }

    private mutating func writeEscape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): append("\\\"")
        case UInt8(ascii: "\\"): append("\\\\")
        case UInt8(ascii: "\n"): append("\\n")
        case UInt8(ascii: "\r"): append("\\r")
        case UInt8(ascii: "\t"): append("\\t")
        default:
            append(byte < 0x10 ? "\\u000" : "\\u00")
            append(String(byte, radix: 16))
        }
    }

    private mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }
}
