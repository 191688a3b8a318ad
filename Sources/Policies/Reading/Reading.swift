/// One pass over documents: what their references stand for, and the problems met so far.
struct Reading {
    let references: References
    private(set) var diagnostics: [Diagnostic] = []

    init(references: References) { self.references = references }

    mutating func report(_ message: String, at place: SourcePlace) {
        diagnostics.append(Diagnostic(at: place, message))
    }

    mutating func add(_ more: [Diagnostic]) { diagnostics += more }

    /// Runs `body`; a problem that it throws is reported, at `place` if it names none.
    mutating func attempt<Value>(at place: SourcePlace, _ body: () throws(Problem) -> Value) -> Value? {
        do {
            return try body()
        } catch {
            report(error.message, at: error.place ?? place)
            return nil
        }
    }

    /// The text of a single value, references replaced. A `secret` is not shown in what is reported.
    mutating func text(of node: Node, secret: Bool = false) -> String? {
        guard case .scalar(let scalar) = node.content else {
            report("expected text, found \(node.kind)", at: node.place)
            return nil
        }
        if !scalar.quoted, let meaning = PlainScalar.otherMeaning(of: scalar.text) {
            report(
                meaning == "null"
                    ? "expected text, found nothing"
                    : secret
                        ? "this is \(meaning) in YAML, and text is expected: put it in quotes"
                        : "\(scalar.text) is \(meaning) in YAML, and text is expected: write \"\(scalar.text)\"",
                at: node.place
            )
            return nil
        }
        let references = references
        return attempt(at: node.place) { () throws(Problem) in try references.expand(scalar.text) }
    }

    /// A mapping's members, keys that are not `known` reported; nil (reported) when it is no mapping.
    mutating func members(of node: Node, known: [String]) -> Node? {
        guard let members = node.members else {
            report("expected a mapping (\(known.joined(separator: ", "))), found \(node.kind)", at: node.place)
            return nil
        }
        for member in members where !known.contains(member.key) {
            reportUnknown("key", member.key, known: known, at: member.keyPlace)
        }
        return node
    }

    mutating func reportUnknown(_ what: String, _ name: String, known: [String], at place: SourcePlace) {
        let hint = Spelling.hint(for: name, among: known)
        let expected = hint.isEmpty ? ": expected one of \(known.joined(separator: ", "))" : hint
        report("unknown \(what) \(Spelling.quoted(name))\(expected)", at: place)
    }
}
