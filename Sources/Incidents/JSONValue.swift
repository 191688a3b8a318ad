package import Foundation

/// A JSON document as a value: the state of a resource before and after a change, the parts of a finding that Cordon
/// has no type for, the payload of an event written by a later version.
///
/// Object keys carry no order: `canonical` prints them sorted, so equal values print alike and hash alike.
package enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// The member `key` of an object; nil for everything else, `null` included.
    package subscript(key: String) -> JSONValue? {
        get {
            guard case .object(let members) = self, let value = members[key], value != .null else { return nil }
            return value
        }
        set {
            var members = self.object ?? [:]
            members[key] = newValue
            self = .object(members)
        }
    }

    /// The element at `index` of an array; nil when there is none.
    package subscript(index: Int) -> JSONValue? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }

    package var string: String? { if case .string(let value) = self { value } else { nil } }
    package var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    package var array: [JSONValue]? { if case .array(let value) = self { value } else { nil } }
    package var object: [String: JSONValue]? { if case .object(let value) = self { value } else { nil } }
    package var isNull: Bool { self == .null }

    /// A number as a double, whichever way it was written.
    package var double: Double? {
        switch self {
        case .int(let value): Double(value)
        case .double(let value): value
        default: nil
        }
    }

    /// A whole number; nil for a fraction or one out of range.
    package var int: Int? {
        switch self {
        case .int(let value): Int(exactly: value)
        case .double(let value): Int(exactly: value)
        default: nil
        }
    }

    /// An array's strings; nil unless every element is one.
    package var strings: [String]? {
        guard let array else { return nil }
        let strings = array.compactMap(\.string)
        return strings.count == array.count ? strings : nil
    }

    /// The same value with every string passed through `transform`. Keys stay.
    package func mapStrings(_ transform: (String) throws -> String) rethrows -> JSONValue {
        switch self {
        case .string(let value): .string(try transform(value))
        case .array(let elements): .array(try elements.map { try $0.mapStrings(transform) })
        case .object(let members): .object(try members.mapValues { try $0.mapStrings(transform) })
        default: self
        }
    }
}

extension JSONValue {
    /// Parses one JSON document, UTF-8, with or without a byte order mark.
    ///
    /// Throws `JSONSyntaxError` with the line and column where the text stops being JSON, or nests deeper than 512.
    package init(parsing data: Data) throws(JSONSyntaxError) {
        self = try JSONParser([UInt8](data)).only()
    }

    /// One line of JSON with sorted keys and slashes left alone: the form that is hashed, stored and compared.
    package var canonical: String { String(decoding: written(pretty: false), as: UTF8.self) }

    /// The bytes of `canonical`.
    package var data: Data { Data(written(pretty: false)) }

    /// JSON for people: two blanks an indent, sorted keys.
    package var pretty: String { String(decoding: written(pretty: true), as: UTF8.self) }

    private func written(pretty: Bool) -> [UInt8] {
        var writer = JSONWriter(pretty: pretty)
        writer.write(self)
        return writer.bytes
    }
}

extension JSONValue: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .int(value)
        } else if let value = try? container.decode(Double.self) {
            self = .double(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .int(let value): try container.encode(value)
        case .double(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }

    /// Any `Encodable` as a JSON value; dates as ISO 8601 with milliseconds.
    package init(encoding value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(date.iso8601)
        }
        try self.init(parsing: encoder.encode(value))
    }

    /// The value as a `Decodable`; dates read from ISO 8601.
    package func decode<T: Decodable>(_ type: T.Type = T.self) throws -> T {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            let text = try decoder.singleValueContainer().decode(String.self)
            guard let date = Date(iso8601: text) else {
                throw DecodingError.dataCorrupted(
                    .init(codingPath: decoder.codingPath, debugDescription: "not an ISO 8601 date: \(text)")
                )
            }
            return date
        }
        return try decoder.decode(type, from: data)
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByNilLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(Dictionary(elements) { _, last in last })
    }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(integerLiteral value: Int64) { self = .int(value) }
    package init(nilLiteral: ()) { self = .null }

    /// An array of strings as a value.
    package static func strings(_ values: some Sequence<String>) -> JSONValue { .array(values.map { .string($0) }) }
}

extension Date {
    private static let format = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

    /// ISO 8601 in UTC, to the nearest millisecond: `2026-11-24T02:04:30.000Z`. Reading it back and printing it again
    /// gives the same text.
    package var iso8601: String {
        // The style cuts off: .204, kept in binary as a little less, would print as .203.
        addingTimeInterval(0.0005).formatted(Self.format)
    }

    /// Reads ISO 8601 with or without fractional seconds, with `Z` or an offset.
    package init?(iso8601 text: String) {
        if let date = (try? Date(text, strategy: Self.format)) ?? (try? Date(text, strategy: .iso8601)) {
            self = date
        } else {
            return nil
        }
    }
}
