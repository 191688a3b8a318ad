internal import Incidents

/// How a value of a document is read, and the JSON Schema of the same: one table for the parser and for editors.
struct Reader<Value: Sendable>: Sendable {
    /// JSON Schema (draft 2020-12) of what `read` accepts.
    let schema: JSONValue
    /// The value; nil when it is wrong, and then a problem has been reported.
    let read: @Sendable (Node, inout Reading) -> Value?

    /// Reads a further form out of the value. A `Problem` that `convert` throws is reported where the value stands.
    func converted<New>(
        schema: JSONValue? = nil,
        _ convert: @escaping @Sendable (Value) throws(Problem) -> New
    ) -> Reader<New> {
        Reader<New>(schema: schema ?? self.schema) { [read] node, reading in
            guard let value = read(node, &reading) else { return nil }
            return reading.attempt(at: node.place) { () throws(Problem) in try convert(value) }
        }
    }

    /// The value with its place, for what can be checked only beside other documents.
    var placed: Reader<Placed<Value>> {
        Reader<Placed<Value>>(schema: schema) { [read] node, reading in
            read(node, &reading).map { Placed(value: $0, place: node.place) }
        }
    }
}

/// A value and where it stands.
struct Placed<Value: Sendable>: Sendable {
    var value: Value
    var place: SourcePlace
}

// MARK: - Single values

extension Reader<String> {
    /// Text of at least one character.
    static let text = Reader<String?>.optionalText.converted(schema: ["type": "string", "minLength": 1]) {
        text throws(Problem) in
        if let text { return text }
        throw Problem("expected text, found empty text")
    }

    /// Text that `parse` makes a value of. What it refuses is reported as not `what`; `pattern` is for the schema.
    static func parsed<Parsed>(
        _ what: String,
        pattern: String? = nil,
        _ parse: @escaping @Sendable (String) -> Parsed?
    ) -> Reader<Parsed> {
        var schema: JSONValue = ["type": "string"]
        // A reference may stand wherever text does.
        if let pattern { schema["pattern"] = .string("^(\(pattern)|.*\\$\\{.*)$") }
        return Reader<Parsed>(schema: schema) { node, reading in
            guard let text = Reader.text.read(node, &reading) else { return nil }
            if let value = parse(text) { return value }
            reading.report("\(node.written) is not \(what)", at: node.place)
            return nil
        }
    }
}

extension Reader<String?> {
    /// Text, or nil for empty text: `${NAME:-}` with NAME unset.
    static let optionalText = Reader(schema: ["type": "string"]) { node, reading in
        guard let text = reading.text(of: node) else { return nil }
        return .some(text.isEmpty ? nil : text)
    }
}

extension Reader<Bool> {
    /// `true` or `false`.
    static let flag = Reader(schema: ["type": "boolean"]) { node, reading in
        if case .scalar(let scalar) = node.content, !scalar.quoted, let value = Bool(scalar.text) { return value }
        reading.report("expected true or false, found \(node.written)", at: node.place)
        return nil
    }
}

extension Reader<Double> {
    /// A number in plain decimals: `7` or `7.5`. Whatever YAML readers disagree on (`1e3`, `07`) is refused.
    static let number = Reader(schema: ["type": "number"]) { node, reading in
        if case .scalar(let scalar) = node.content, !scalar.quoted, let value = Double(plainDecimal: scalar.text) {
            return value
        }
        reading.report("expected a number such as 7 or 7.5, found \(node.written)", at: node.place)
        return nil
    }
}

extension Double {
    /// Reads digits with at most one point among them, no leading zero before other digits; nil for all else.
    init?(plainDecimal text: some StringProtocol) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let legal = parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }
        guard legal, parts.count <= 2, parts[0] == "0" || !parts[0].hasPrefix("0"), text.count <= 15 else { return nil }
        self.init(String(text))
    }
}

extension Reader where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    /// One of the names of an enumeration.
    static var choice: Reader {
        let names = Value.allCases.map(\.rawValue)
        return Reader(schema: ["type": "string", "enum": .strings(names)]) { node, reading in
            guard let text = Reader<String>.text.read(node, &reading) else { return nil }
            if let value = Value(rawValue: text) { return value }
            reading.report(
                "\(node.written) is none of \(names.joined(separator: ", "))"
                    + Spelling.hint(for: text, among: names),
                at: node.place
            )
            return nil
        }
    }
}

extension Node {
    /// The value as its author wrote it, references unreplaced (what they stand for may be a secret).
    var written: String {
        if case .scalar(let scalar) = content {
            isNull ? "nothing" : scalar.quoted ? Spelling.quoted(scalar.text) : Spelling.shown(scalar.text)
        } else {
            kind
        }
    }
}

// MARK: - Several values

extension Reader {
    /// A list, each of whose elements `element` reads; all that are wrong are reported.
    static func list<Element>(_ element: Reader<Element>, nonEmpty: Bool = false) -> Self where Value == [Element] {
        var schema: JSONValue = ["type": "array", "items": element.schema]
        if nonEmpty { schema["minItems"] = 1 }
        return Reader(schema: schema) { node, reading in
            guard case .list(let nodes) = node.content else {
                reading.report("expected a list, found \(node.written)", at: node.place)
                return nil
            }
            if nonEmpty, nodes.isEmpty {
                reading.report("expected a list of at least one", at: node.place)
                return nil
            }
            let values = nodes.compactMap { element.read($0, &reading) }
            return values.count == nodes.count ? values : nil
        }
    }

    /// A mapping with keys of the author's choice.
    static func dictionary<Element>(_ element: Reader<Element>) -> Self where Value == [String: Element] {
        Reader(schema: ["type": "object", "additionalProperties": element.schema, "minProperties": 1]) {
            node,
            reading in
            guard let members = node.members, !members.isEmpty else {
                reading.report("expected a mapping of at least one key, found \(node.written)", at: node.place)
                return nil
            }
            var values: [String: Element] = [:]
            for member in members { values[member.key] = element.read(member.value, &reading) }
            return values.count == members.count ? values : nil
        }
    }
}
