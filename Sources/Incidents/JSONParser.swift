internal import Foundation

/// Reads JSON documents (RFC 8259), one after another, from UTF-8 bytes.
///
/// Our own because findings arrive by the hundred thousand and Foundation's parser boxes every value, cannot tell where
/// a document among several went wrong, and has no limit on size. What has no meaning in Unicode (a stray byte, half a
/// surrogate pair) becomes U+FFFD: an attacker who can put a bad byte into a user agent must not lose us the finding.
struct JSONParser {
    private let bytes: [UInt8]
    private var position = 0
    /// Where the document being read must have ended.
    private var end: Int
    /// Where the document being read begins, for error places.
    private var start = 0
    private let maximumLength: Int
    private let maximumDepth: Int
    /// Set by a document nested too deeply: what looks like documents after it are more of its levels.
    private var hopeless = false

    /// The line, from 1, on which the document last read began.
    private(set) var line = 1

    /// `maximumLength` bounds one document, in bytes; the number of documents is not bounded.
    init(_ bytes: [UInt8], maximumLength: Int = .max, maximumDepth: Int = 512) {
        self.bytes = bytes
        self.maximumLength = maximumLength
        self.maximumDepth = maximumDepth
        end = bytes.count
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            position = 3
            start = 3
        }
    }

    /// Whether nothing but white space is left.
    mutating func isAtEnd() -> Bool {
        end = bytes.count
        skipSpace()
        return position == bytes.count
    }

    /// The next document; nil when only white space is left.
    mutating func next() throws(JSONSyntaxError) -> JSONValue? {
        if isAtEnd() { return nil }
        line += newlines(from: start, to: position)
        start = position
        end = maximumLength < bytes.count - start ? start + maximumLength : bytes.count
        return try value(depth: 0)
    }

    /// The one document that the text consists of.
    consuming func only() throws(JSONSyntaxError) -> JSONValue {
        guard let document = try next() else { throw error("the text is empty") }
        guard isAtEnd() else { throw error("more text after the end of the document") }
        return document
    }

    /// After an error: goes to the next line that begins like a document of its own, as in JSON Lines.
    ///
    /// Lines inside a pretty-printed document are indented, so its ruins are not taken for documents.
    mutating func skipToNextDocument() {
        position = hopeless ? bytes.count : start
        while let newline = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) {
            position = newline + 1
            if position < bytes.count, bytes[position] == UInt8(ascii: "{") || bytes[position] == UInt8(ascii: "[") {
                return
            }
        }
        position = bytes.count
    }

    // MARK: - Values

    private mutating func value(depth: Int) throws(JSONSyntaxError) -> JSONValue {
        guard position < end else { throw unfinished() }
        switch bytes[position] {
        case UInt8(ascii: "{"): return .object(try object(depth: depth + 1))
        case UInt8(ascii: "["): return .array(try array(depth: depth + 1))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: throw unexpected("a value")
        }
    }

    private mutating func object(depth: Int) throws(JSONSyntaxError) -> [String: JSONValue] {
        try enter(depth)
        var members: [String: JSONValue] = [:]
        if try consume(UInt8(ascii: "}")) { return members }
        members.reserveCapacity(6)  // most objects' size: growing there by steps costs a fifth of the time
        while true {
            guard position < end, bytes[position] == UInt8(ascii: "\"") else { throw unexpected("a key in quotes") }
            let key = try string()
            skipSpace()
            guard try consume(UInt8(ascii: ":")) else { throw unexpected("':'") }
            members[key] = try value(depth: depth)
            skipSpace()
            if try consume(UInt8(ascii: "}")) { return members }
            guard try consume(UInt8(ascii: ",")) else { throw unexpected("',' or '}'") }
        }
    }

    private mutating func array(depth: Int) throws(JSONSyntaxError) -> [JSONValue] {
        try enter(depth)
        var elements: [JSONValue] = []
        if try consume(UInt8(ascii: "]")) { return elements }
        while true {
            elements.append(try value(depth: depth))
            skipSpace()
            if try consume(UInt8(ascii: "]")) { return elements }
            guard try consume(UInt8(ascii: ",")) else { throw unexpected("',' or ']'") }
        }
    }

    /// Steps over an opening bracket and the space after it.
    private mutating func enter(_ depth: Int) throws(JSONSyntaxError) {
        guard depth <= maximumDepth else {
            hopeless = true
            throw error("nested deeper than \(maximumDepth) levels")
        }
        position += 1
        skipSpace()
    }

    /// Steps over `byte` and, unless it closes something, the space after it; false when something else is next.
    private mutating func consume(_ byte: UInt8) throws(JSONSyntaxError) -> Bool {
        guard position < end else { throw unfinished() }
        guard bytes[position] == byte else { return false }
        position += 1
        if byte == UInt8(ascii: ",") || byte == UInt8(ascii: ":") { skipSpace() }
        return true
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONSyntaxError) -> JSONValue {
        let count = word.utf8CodeUnitCount
        for index in 0..<count {
            guard position + index < end else { throw unfinished() }
            guard bytes[position + index] == word.utf8Start[index] else { throw unexpected("a value") }
        }
        position += count
        return value
    }

    /// A whole number in `Int64`'s range is an `int` however it is written (`8.0`, `8e0`), so that equal numbers are equal.
    private mutating func number() throws(JSONSyntaxError) -> JSONValue {
        let first = position
        let negative = bytes[position] == UInt8(ascii: "-")
        if negative { position += 1 }
        let leading = position
        var whole: Int64? = 0
        while let digit = digit() {
            position += 1
            whole = whole.flatMap { value in
                let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
                let (sum, carry) = tens.addingReportingOverflow(negative ? -Int64(digit) : Int64(digit))
                return overflow || carry ? nil : sum
            }
        }
        guard position > leading else { throw position < end ? unexpected("a digit") : unfinished() }
        if position > leading + 1, bytes[leading] == UInt8(ascii: "0") { throw error("a number with a leading zero") }
        var fraction = false
        if position < end, bytes[position] == UInt8(ascii: ".") {
            fraction = true
            position += 1
            try digits()
        }
        if position < end, bytes[position] | 0x20 == UInt8(ascii: "e") {
            fraction = true
            position += 1
            if position < end, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
                position += 1
            }
            try digits()
        }
        if !fraction, let whole { return .int(whole) }
        guard let double = Double(String(decoding: bytes[first..<position], as: UTF8.self)), double.isFinite else {
            throw error("a number out of range")
        }
        return .number(double)
    }

    private func digit() -> UInt8? {
        guard position < end, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) else { return nil }
        return bytes[position] - UInt8(ascii: "0")
    }

    private mutating func digits() throws(JSONSyntaxError) {
        guard digit() != nil else { throw position < end ? unexpected("a digit") : unfinished() }
        while digit() != nil { position += 1 }
    }

    // MARK: - Strings

    private mutating func string() throws(JSONSyntaxError) -> String {
        position += 1
        let first = position
        while position < end {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                defer { position += 1 }
                return String(decoding: bytes[first..<position], as: UTF8.self)
            }
            if byte == UInt8(ascii: "\\") { return try escapedString(from: first) }
            if byte < 0x20 { throw unescapedControl() }
            position += 1
        }
        throw unfinished()
    }

    /// The rest of a string that holds an escape at `position`.
    private mutating func escapedString(from first: Int) throws(JSONSyntaxError) -> String {
        var text = Array(bytes[first..<position])
        while position < end {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                try escape(into: &text)
            case 0..<0x20:
                throw unescapedControl()
            default:
                text.append(byte)
                position += 1
            }
        }
        throw unfinished()
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONSyntaxError) {
        position += 1
        guard position < end else { throw unfinished() }
        let byte = bytes[position]
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            position += 1
            text.append(contentsOf: String(try escapedScalar()).utf8)
            return
        default: throw error("an escape that JSON does not have")
        }
        position += 1
    }

    /// The scalar of `\uXXXX`, or of a pair of them, with `position` on the first digit.
    private mutating func escapedScalar() throws(JSONSyntaxError) -> Unicode.Scalar {
        let unit = try codeUnit()
        guard UTF16.isLeadSurrogate(unit), position + 1 < end, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        else { return Unicode.Scalar(unit) ?? "\u{FFFD}" }
        let afterLead = position
        position += 2
        let trail = try codeUnit()
        guard UTF16.isTrailSurrogate(trail) else {
            position = afterLead
            return "\u{FFFD}"
        }
        let scalar = 0x10000 + (UInt32(unit) & 0x3FF) << 10 + UInt32(trail) & 0x3FF
        return Unicode.Scalar(scalar) ?? "\u{FFFD}"
    }

    private mutating func codeUnit() throws(JSONSyntaxError) -> UInt16 {
        guard position + 4 <= end else {
            position = end
            throw unfinished()
        }
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue else {
                throw unexpected("four hexadecimal digits")
            }
            unit = unit << 4 | UInt16(digit)
            position += 1
        }
        return unit
    }

    private mutating func skipSpace() {
        while position < end {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    // MARK: - Errors

    private func newlines(from: Int, to: Int) -> Int {
        bytes[from..<to].count { $0 == UInt8(ascii: "\n") }
    }

    /// `message`, with the place that `position` is at.
    private func error(_ message: String) -> JSONSyntaxError {
        let lineStart = bytes[..<position].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        // Columns count characters: continuation bytes of UTF-8 are not counted.
        let column = bytes[lineStart..<position].count { $0 & 0xC0 != 0x80 } + 1
        return JSONSyntaxError(message: message, line: line + newlines(from: start, to: position), column: column)
    }

    private func unfinished() -> JSONSyntaxError {
        end < bytes.count
            ? error("the document is longer than \(maximumLength) bytes")
            : error("the text ends in the middle of a value; is it truncated?")
    }

    private func unescapedControl() -> JSONSyntaxError {
        error("a line break or another control character inside a string")
    }

    private func unexpected(_ expected: String) -> JSONSyntaxError {
        guard position < end else { return unfinished() }
        let byte = bytes[position]
        if position <= 1, bytes.count > 1, bytes[0] >= 0xFE || bytes[0] == 0 || bytes[1] == 0 {
            return error("the text looks like UTF-16; save it as UTF-8")
        }
        let found =
            (0x21..<0x7F).contains(byte)
            ? "'\(Character(Unicode.Scalar(byte)))'" : "the byte 0x" + String(byte, radix: 16, uppercase: true)
        return error("expected \(expected), found \(found)")
    }
}

extension JSONValue {
    /// A number as parsing its text would give it: whole ones are `int`.
    static func number(_ double: Double) -> JSONValue { Int64(exactly: double).map { .int($0) } ?? .double(double) }
}

/// Text that is not JSON, and where it stops being so.
package struct JSONSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
    package var message: String
    /// From 1.
    package var line: Int
    /// From 1, in characters.
    package var column: Int

    package var description: String { "line \(line), column \(column): \(message)" }
}
