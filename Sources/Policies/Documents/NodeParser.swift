internal import Yams

/// Turns the text of a file into its documents. YAML, and so JSON too.
struct NodeParser {
    /// Ten thousand accounts fit several times over.
    static let maximumBytes = 10_000_000
    static let maximumDepth = 32

    private let file: String
    private let text: String
    private var diagnostics: [Diagnostic] = []
    /// How many values may still be made: no file without aliases has more values than bytes.
    private var remaining: Int

    /// The documents of a file in their order, empty ones left out; and what is wrong with them. A file that is not
    /// YAML has no documents and one diagnostic.
    static func parse(_ source: SourceText) -> (documents: [Node], diagnostics: [Diagnostic]) {
        var parser = NodeParser(source)
        let documents = parser.documents()
        return parser.diagnostics.isEmpty ? (documents, []) : ([], parser.diagnostics)
    }

    private init(_ source: SourceText) {
        file = source.name
        // libyaml, told that the text is UTF-8, does not skip a byte order mark.
        let marked = source.text.unicodeScalars.first == "\u{FEFF}"
        text = marked ? String(source.text.unicodeScalars.dropFirst()) : source.text
        remaining = text.utf8.count + 100_000
    }

    private mutating func documents() -> [Node] {
        guard text.utf8.count <= Self.maximumBytes else {
            diagnostics.append(Diagnostic(file: file, "the file is larger than 10 MB"))
            return []
        }
        if let (line, column) = AliasBudget.exceeded(in: text) {
            report(
                "anchors and aliases multiply here: define anchors at the top of the file, with no alias inside them",
                at: place(line, column)
            )
            return []
        }
        var roots: [Yams.Node] = []
        do {
            let parser = try Yams.Parser(yaml: text, resolver: .basic, encoding: .utf8)
            while let root = try parser.nextRoot() { roots.append(root) }
        } catch let error as YamlError {
            report(error)
        } catch {
            diagnostics.append(Diagnostic(file: file, "the file cannot be read as YAML: \(error)"))
        }
        return diagnostics.isEmpty ? roots.compactMap { node($0, depth: 0) }.filter { !$0.isNull } : []
    }

    private func place(_ line: Int, _ column: Int) -> SourcePlace {
        SourcePlace(file: file, line: line, column: column)
    }

    private func place(_ mark: Mark?) -> SourcePlace { place(mark?.line ?? 1, mark?.column ?? 1) }

    private mutating func report(_ message: String, at place: SourcePlace) {
        diagnostics.append(Diagnostic(at: place, message))
    }

    // MARK: - Values

    /// Nil when the budget or the depth is used up; reported once.
    private mutating func node(_ yaml: Yams.Node, depth: Int) -> Node? {
        let place = place(yaml.mark)
        remaining -= 1
        guard remaining > 0 else {
            if diagnostics.isEmpty { report("the aliases make too many values", at: place) }
            return nil
        }
        guard depth < Self.maximumDepth else {
            if diagnostics.isEmpty {
                report("the values are nested deeper than \(Self.maximumDepth) levels", at: place)
            }
            return nil
        }
        switch yaml {
        case .scalar(let scalar):
            let quoted = scalar.style != .plain
            checkTag(scalar.tag, expected: quoted ? .str : .implicit, at: place)
            return Node(place: place, content: .scalar(.init(text: scalar.string, quoted: quoted)))
        case .sequence(let sequence):
            checkTag(sequence.tag, expected: .implicit, at: place)
            return Node(place: place, content: .list(sequence.compactMap { node($0, depth: depth + 1) }))
        case .mapping(let mapping):
            checkTag(mapping.tag, expected: .implicit, at: place)
            return Node(place: place, content: .mapping(mapping.compactMap { member($0, $1, depth: depth + 1) }))
        case .alias:
            // Parsed aliases are replaced by what they stand for; this case is for trees built in code.
            return nil
        }
    }

    private mutating func member(_ key: Yams.Node, _ value: Yams.Node, depth: Int) -> Node.Member? {
        let keyPlace = place(key.mark)
        guard case .scalar(let name) = key else {
            report("a key must be plain text", at: keyPlace)
            return nil
        }
        return node(value, depth: depth).map { Node.Member(key: name.string, keyPlace: keyPlace, value: $0) }
    }

    private mutating func checkTag(_ tag: Tag, expected: Tag.Name, at place: SourcePlace) {
        if tag != Tag(expected) { report("YAML tags (!…) have no meaning here: leave it out", at: place) }
    }

    // MARK: - Syntax errors

    private mutating func report(_ error: YamlError) {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let message = problem + (context.map { " \($0.text)" } ?? "")
            report(message + hint(message, at: mark), at: place(mark))
        case .duplicatedKeysInMapping(let keys, let context):
            let names = keys.map { Spelling.quoted($0) }.joined(separator: ", ")
            report("\(names): the same key twice in one mapping", at: place(context.mark))
        case .reader(let problem, let offset, _, _):
            let lines = String(text.prefix(offset ?? 0)).unicodeScalars
                .split(omittingEmptySubsequences: false) { $0 == "\n" }
            report("\(problem): the file must be UTF-8 text", at: place(lines.count, (lines.last?.count ?? 0) + 1))
        case .memory:
            diagnostics.append(Diagnostic(file: file, "the values are nested too deep"))
        default:
            diagnostics.append(Diagnostic(file: file, "the file cannot be read as YAML"))
        }
    }

    /// What usually lies behind a syntax error, told from the character where it is.
    private func hint(_ problem: String, at mark: Mark) -> String {
        let lines = text.unicodeScalars.split(maxSplits: mark.line, omittingEmptySubsequences: false) { $0 == "\n" }
        let character = mark.line <= lines.count ? lines[mark.line - 1].dropFirst(mark.column - 1).first : nil
        if character == "\t" { return ": indent with spaces, not tabs" }
        if problem.contains("alias") || problem.contains("anchor") {
            return ": put a value that begins with * or & in quotes"
        }
        if problem.contains("block scalar") { return ": put a value that begins with > or | in quotes" }
        if let character, "@`%".unicodeScalars.contains(character) {
            return ": put a value that begins with \(character) in quotes"
        }
        return ""
    }
}
