internal import Foundation

/// Reads the XML that AWS answers with, in one pass over the bytes, into a tree of elements.
///
/// A subset on purpose: no document types and so no entities but XML's five and character references, nothing fetched,
/// nothing expanded, and no more than 64 levels.
struct XMLParser {
    private static let depthLimit = 64
    private let bytes: [UInt8]
    private var position = 0
    /// The elements that are open, outermost first.
    private var open: [XMLElement] = []
    private var text: [UInt8] = []
    private var root: XMLElement?

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The document's root. Throws `XMLSyntaxError`.
    static func parse(_ data: Data) throws(XMLSyntaxError) -> XMLElement {
        var parser = XMLParser(Array(data))
        return try parser.parseDocument()
    }

    private mutating func parseDocument() throws(XMLSyntaxError) -> XMLElement {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        while position < bytes.count {
            if bytes[position] != UInt8(ascii: "<") {
                try parseText()
            } else if starts(with: "</") {
                try parseEndTag()
            } else if starts(with: "<?") {
                try skip(past: "?>")
            } else if starts(with: "<!--") {
                try skip(past: "-->")
            } else if starts(with: "<![CDATA[") {
                let start = position + 9
                try skip(past: "]]>")
                text += bytes[start..<position - 3]
            } else if starts(with: "<!") {
                throw error("document types are not accepted")
            } else {
                try parseStartTag()
            }
        }
        guard open.isEmpty else { throw error("the document ends within <\(open[open.count - 1].name)>") }
        guard let root else { throw error("there is no element") }
        return root
    }

    private mutating func parseText() throws(XMLSyntaxError) {
        while position < bytes.count, bytes[position] != UInt8(ascii: "<") {
            if bytes[position] == UInt8(ascii: "&") {
                try parseReference()
            } else {
                if open.isEmpty, !Self.isSpace(bytes[position]) { throw error("text outside of the root element") }
                text.append(bytes[position])
                position += 1
            }
        }
    }

    private mutating func parseReference() throws(XMLSyntaxError) {
        guard let end = bytes[position...].prefix(12).firstIndex(of: UInt8(ascii: ";")) else {
            throw error("& without ;")
        }
        let name = String(decoding: bytes[(position + 1)..<end], as: UTF8.self)
        let scalar: Unicode.Scalar?
        switch name {
        case "amp": scalar = "&"
        case "lt": scalar = "<"
        case "gt": scalar = ">"
        case "quot": scalar = "\""
        case "apos": scalar = "'"
        default:
            let digits = name.hasPrefix("#x") ? name.dropFirst(2) : name.hasPrefix("#") ? name.dropFirst(1) : ""
            scalar = UInt32(digits, radix: name.hasPrefix("#x") ? 16 : 10).flatMap(Unicode.Scalar.init)
        }
        guard let scalar else { throw error("unknown entity &\(name);") }
        text += Array(String(scalar).utf8)
        position = end + 1
    }

    private mutating func parseStartTag() throws(XMLSyntaxError) {
        guard root == nil else { throw error("an element after the root's end") }
        guard open.count < Self.depthLimit else { throw error("more than \(Self.depthLimit) levels") }
        position += 1
        open.append(XMLElement(name: try parseName()))
        text.removeAll(keepingCapacity: true)
        // Attributes are stepped over; a > inside their quotes ends nothing.
        var quote: UInt8?
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == quote {
                quote = nil
            } else if quote == nil, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if quote == nil, byte == UInt8(ascii: "<") {
                throw error("< inside a tag")
            } else if quote == nil, byte == UInt8(ascii: ">") {
                if bytes[position - 2] == UInt8(ascii: "/") { try close() }
                return
            }
        }
        throw error("a tag without >")
    }

    private mutating func parseEndTag() throws(XMLSyntaxError) {
        position += 2
        let name = try parseName()
        while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
        guard position < bytes.count, bytes[position] == UInt8(ascii: ">") else { throw error("a tag without >") }
        guard let innermost = open.last, innermost.name == name else { throw error("</\(name)> closes nothing") }
        position += 1
        try close()
    }

    private mutating func close() throws(XMLSyntaxError) {
        var element = open.removeLast()
        if element.children.isEmpty {
            guard let string = String(validating: text, as: UTF8.self) else {
                throw error("<\(element.name)> is not UTF-8")
            }
            element.text = string
        }
        text.removeAll(keepingCapacity: true)
        if open.isEmpty {
            root = element
        } else {
            open[open.count - 1].children.append(element)
        }
    }

    /// A name up to a space, `/` or `>`, without its namespace prefix.
    private mutating func parseName() throws(XMLSyntaxError) -> String {
        var start = position
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: ":") { start = position + 1 }
            if Self.isSpace(byte) || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ">") { break }
            position += 1
        }
        guard position > start else { throw error("a tag without a name") }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func skip(past end: StaticString) throws(XMLSyntaxError) {
        while position < bytes.count {
            if starts(with: end) {
                position += end.utf8CodeUnitCount
                return
            }
            position += 1
        }
        throw error("\(end) is missing")
    }

    private func starts(with text: StaticString) -> Bool {
        guard position + text.utf8CodeUnitCount <= bytes.count else { return false }
        for index in 0..<text.utf8CodeUnitCount where bytes[position + index] != text.utf8Start[index] { return false }
        return true
    }

    private func error(_ reason: String) -> XMLSyntaxError { XMLSyntaxError(reason: reason, offset: position) }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }
}
